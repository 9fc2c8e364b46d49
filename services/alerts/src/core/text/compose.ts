import { recipientName } from '@duqing/duty';
import { KINDS } from '../kinds/index.ts';
import { rolesOf } from '../roles.ts';
import type { AlertKind, Ending, Finding, Scene, Severity, Standing, Text } from '../types.ts';
import { areaText, minuteText, periodText } from './format.ts';

const SEVERITIES: Record<Severity, Text> = {
  critical: { zh: '特急', en: 'CRITICAL' },
  warning: { zh: '预警', en: 'WARNING' },
  info: { zh: '提示', en: 'INFO' },
};
const SIMULATED: Text = { zh: '【模拟数据】', en: '[simulated data 模拟数据] ' };

export function runbookOf(kind: AlertKind): string {
  return `docs/runbooks/${kind}.md`;
}

type Place = Pick<Finding, 'kind' | 'region' | 'period' | 'simulated' | 'severity' | 'indicator'>;

/** The full text of a notice; `since` in ms. */
export function noticeText(finding: Finding, { scene, since }: { scene: Scene; since: number }): Text {
  const { kind, said, consequences, severity } = finding;
  const { action } = KINDS[kind];
  const known = rolesOf(finding).map(recipientName);
  const zh = [
    said.zh,
    ...(consequences.length > 0 ? [`连带：${consequences.map((one) => one.zh).join('、')}`] : []),
    `自${minuteText(since)}起`,
    `处置：${action.zh}（${runbookOf(kind)}）`,
    `同时告知：${known.map((one) => one.zh).join('、')}`,
  ];
  const en = [
    said.en,
    ...(consequences.length > 0 ? [`also: ${consequences.map((one) => one.en).join(', ')}`] : []),
    `since ${minuteText(since)}`,
    `to do: ${action.en} (${runbookOf(kind)})`,
    `told: ${known.map((one) => one.en).join(', ')}`,
  ];
  const head = headText(finding, scene);
  const mark = SEVERITIES[severity];
  return { zh: `【${mark.zh}】${head.zh}：${zh.join('；')}。`, en: `${mark.en} ${head.en}: ${en.join('; ')}.` };
}

/** The text of an end: back to normal, no data, closed, or a recall that names the notice it takes back. */
export function endingText(
  alert: Standing,
  { scene, ending, recall }: { scene: Scene; ending: Ending; recall: number | null },
): Text {
  const head = headText(alert, scene);
  if (recall !== null) return recallText(alert, { head, ending, recall });
  const words = OUTCOMES[ending.outcome];
  return {
    zh: `【${words.zh}】${head.zh}：${ending.said.zh}；自${minuteText(alert.began)}起的预警结束。`,
    en: `${words.en} ${head.en}: ${ending.said.en}; ends the alert that stood since ${minuteText(alert.began)}.`,
  };
}

const OUTCOMES: Record<Ending['outcome'], Text> = {
  back: { zh: '恢复', en: 'RESOLVED' },
  'no-data': { zh: '结束：无数据', en: 'ENDED: NO DATA' },
  closed: { zh: '结束', en: 'CLOSED' },
  revoked: { zh: '更正', en: 'RECALL' },
};

function recallText(alert: Standing, { head, ending, recall }: { head: Text; ending: Ending; recall: number }): Text {
  const first = alert.notices.findLast(({ kind }) => kind === 'notice');
  const at = first ? first.at.slice(0, 16).replace('T', ' ') : minuteText(alert.began);
  const number = first?.number ?? 1;
  return {
    zh: `【更正第${recall}号】${head.zh}：${at}发出的第${number}号通知不再成立；${ending.said.zh}。请停止据此处置，并告知收到原通知的人员。`,
    en: `RECALL no. ${recall} ${head.en}: notice no. ${number} of ${at} no longer holds; ${ending.said.en}. Stop acting on it and tell those who got it.`,
  };
}

function headText({ kind, region, period, simulated }: Place, scene: Scene): Text {
  const area = areaText(scene, region);
  const { name } = KINDS[kind];
  const when = period === null ? { zh: '', en: '' } : periodText(period);
  const mark = simulated ? SIMULATED : { zh: '', en: '' };
  return {
    zh: `${mark.zh}${area.zh}${when.zh} ${name.zh}`,
    en: `${mark.en}${area.en}${when.en === '' ? '' : `, ${when.en}`}, ${name.en}`,
  };
}
