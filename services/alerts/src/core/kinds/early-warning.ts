import type { SignalView } from '@duqing/warehouse';
import type { Ending, Finding, KindEntry, Scene, Standing, Text } from '../types.ts';

export const earlyWarning: KindEntry = {
  kind: 'early-warning',
  name: { zh: '周计数异常', en: 'early warning' },
  action: {
    zh: '分析岗核对来源与原因，作出确认、排除或转报（npx duqing signals）',
    en: 'analysts check source and cause, then confirm, dismiss or pass on (npx duqing signals)',
  },
  recipients: ({ severity }) => (severity === 'warning' ? ['commander', 'analysts'] : ['analysts']),
  find: (scene) => scene.signals.filter(({ dismissed }) => !dismissed).map(finding),
  ending,
};

const METHODS: Record<SignalView['limits'][number]['method'], Text> = {
  farrington: { zh: 'Farrington法（含季节）', en: 'Farrington with seasons' },
  'ears-c2': { zh: 'EARS C2法', en: 'EARS C2' },
  'ears-c3': { zh: 'EARS C3法', en: 'EARS C3' },
};

/** Context for analysts; once one of them has passed it on, work for those who command. The period is the week that is told of. */
function finding(signal: SignalView): Finding {
  const { key, region, week, observed, backfilled, simulated, assessment } = signal;
  return {
    kind: 'early-warning',
    key,
    severity: assessment?.act === 'pass-on' ? 'warning' : 'info',
    indicator: null,
    region,
    period: week,
    held: false,
    silenced: backfilled,
    value: observed,
    causes: [],
    simulated,
    said: saidText(signal),
    consequences: assessment?.act === 'pass-on' ? [passedText(assessment)] : [],
  };
}

function saidText({ name, from, to, observed, complete, expected, limit, limits, since, week }: SignalView): Text {
  const methods = limits.filter(({ exceeded }) => exceeded).map(({ method }) => METHODS[method]);
  const begun = since === week ? null : since;
  const zh = [
    `${name.zh}${from}至${to}${complete ? '共' : '（数据尚未确认完整）至少'}${observed}起，预期${fixed(expected)}起，警戒限${fixed(limit)}起`,
    methods.map((one) => one.zh).join('、'),
    ...(begun ? [`自${begun}周起连续偏高`] : []),
  ];
  const en = [
    `${complete ? '' : 'at least '}${observed} ${name.en} from ${from} to ${to}${complete ? '' : ' (not attested yet)'}, expected ${fixed(expected)}, limit ${fixed(limit)}`,
    methods.map((one) => one.en).join(', '),
    ...(begun ? [`high since week ${begun}`] : []),
  ];
  return { zh: zh.join('；'), en: en.join('; ') };
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function passedText({ post, text }: { post: string; text: string }): Text {
  const said = text === '' ? { zh: '', en: '' } : { zh: `：${text}`, en: `: ${text}` };
  return { zh: `经${post}研判转报${said.zh}`, en: `passed on by ${post}${said.en}` };
}

/**
 * A signal of a week that is one no more was wrong: corrected, withdrawn, or late records have raised what was to be expected. Where it
 * still is one the weeks since are ordinary again, unless none of them could be judged.
 */
function ending({ key }: Standing, { toldWeeks }: Scene): Ending {
  const told = toldWeeks.get(key);
  if (!told || told.outcome === 'no-baseline') return { outcome: 'no-data', held: false, said: NOTHING_KNOWN };
  if (told.dismissal) return { outcome: 'closed', held: false, said: dismissedText(told.dismissal) };
  if (told.outcome !== 'signal') return { outcome: 'revoked', held: false, said: revokedText(told.observed) };
  if (!told.judged) return { outcome: 'no-data', held: false, said: NOTHING_KNOWN };
  return {
    outcome: 'back',
    held: false,
    said: { zh: '周计数已回到预期范围', en: 'weekly counts are as expected again' },
  };
}

const NOTHING_KNOWN: Text = {
  zh: '此后各周数据未确认，无法判断，不等于恢复正常',
  en: 'the weeks since are not attested and cannot be judged, which is not back to normal',
};

function dismissedText({ post, text }: { post: string; text: string }): Text {
  return { zh: `${post}研判后排除：${text}`, en: `dismissed by ${post}: ${text}` };
}

function revokedText(observed: number): Text {
  return {
    zh: `该周记录经更正、撤回或补报后为${observed}起，不再超过警戒限`,
    en: `after corrections, withdrawals or late records the week holds ${observed}, no longer above its limit`,
  };
}
