import { addDays, mondayOfWeek, parsePeriod } from '@duqing/calendar';
import { periodText } from '@duqing/pages';
import type { AlertView, SignalReport } from '@duqing/warehouse';
import type { Block, BulletinInput, Entry } from '../types.ts';

/** Rows of the table; what is over it is given as a number. */
const MOST = 15;

/**
 * Weekly counts of the quarter that analysts were told of, with what became of them, and of how many feeds nothing could be said at the
 * cut-off. Nothing in the public edition; in a county's its own and the city's.
 */
export function earlyWarning(input: BulletinInput): Block[] {
  const { audience, signals, lang } = input;
  if (audience === 'public' || signals === undefined) return [];
  const told = toldIn(input);
  const shown = told.slice(0, MOST);
  return [
    ...(isBlind(input) && told.length === 0
      ? []
      : [{ kind: 'paragraph', text: leadText(told.length, input) } as const]),
    ...(told.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption: lang === 'zh' ? '周计数异常（早期预警）' : 'Weekly counts above their limits (early warning)',
            heads: lang === 'zh' ? ['内容', '地区', '周', '研判'] : ['What', 'Area', 'Week', 'Judged'],
            rows: shown.map((alert) => rowOf(alert, input)),
            empty: '',
          } as const,
        ]),
    ...(told.length > MOST ? [{ kind: 'paragraph', text: moreText(told.length - MOST, lang) } as const] : []),
    ...blindText(signals, input),
  ];
}

/** One an alert, the newest week first; a week belongs to each quarter that it touches. */
function toldIn({ alerts, quarter, focus, city }: BulletinInput): AlertView[] {
  const { start = '', end = '' } = parsePeriod(quarter) ?? {};
  const touches = (week: string | null): boolean => {
    const monday = mondayOfWeek(week ?? '');
    return monday !== undefined && addDays(monday, 6) >= start && monday < end;
  };
  return alerts
    .filter(({ kind, period, notices }) => kind === 'early-warning' && notices.length > 0 && touches(period))
    .filter(({ region }) => focus === undefined || [focus.code, city.code].includes(region))
    .toSorted((a, b) => (b.period ?? '').localeCompare(a.period ?? '') || (a.key < b.key ? -1 : 1));
}

function leadText(count: number, { lang }: BulletinInput): string {
  if (lang === 'zh')
    return count === 0
      ? '周计数异常（早期预警）：本季度各周没有超过警戒限的提示。'
      : `周计数异常（早期预警）：本季度各周共提示 ${count} 项，均先由分析岗研判。`;
  return count === 0
    ? 'Early warning: no weekly count of the quarter was told as above its limit.'
    : `Early warning: ${count} weekly counts of the quarter were told as above their limits; analysts judge them first.`;
}

function rowOf(alert: AlertView, { lang, city, units, signals }: BulletinInput): Entry[] {
  const names = new Map([city, ...units].map(({ code, name }) => [code, name[lang]]));
  const notice = alert.notices.findLast(({ kind }) => kind === 'notice') ?? alert;
  return [
    { text: briefly(notice.text[lang]) },
    { text: names.get(alert.region) ?? alert.region },
    { text: periodText(alert.period ?? '', lang) },
    { text: judgedText(alert, { lang, signals }) },
  ];
}

const ACTS = {
  confirm: { zh: '已确认', en: 'confirmed' },
  dismiss: { zh: '已排除', en: 'dismissed' },
  'pass-on': { zh: '已转报', en: 'passed on' },
} as const;

function judgedText(
  alert: AlertView,
  { lang, signals }: { lang: BulletinInput['lang']; signals: SignalReport | undefined },
): string {
  const act = signals?.signals.find(({ key }) => key === alert.key)?.assessment?.act;
  if (act) return ACTS[act][lang];
  const ended = alert.notices.at(-1)?.kind;
  if (ended === 'recall') return lang === 'zh' ? '已更正撤回' : 'recalled';
  if (alert.state === 'resolved') return lang === 'zh' ? '已结束' : 'ended';
  return lang === 'zh' ? '待研判' : 'to be judged';
}

/** What is counted and by how much it is over, without the head before it and what follows. */
function briefly(text: string): string {
  return text.replace(/^.*?(?:周计数异常：|early warning: )/u, '').replace(/[；;][\s\S]*$/u, '');
}

/** Nothing at all could be judged: that nothing was told is then not worth a sentence of its own. */
function isBlind({ signals }: BulletinInput): boolean {
  return signals !== undefined && signals.feeds > 0 && signals.blind.length === signals.feeds;
}

/** Where too few weeks are attested, silence is no all-clear. */
function blindText({ blind, feeds }: SignalReport, input: BulletinInput): Block[] {
  const { lang, focus, city } = input;
  const own = blind.filter(({ region }) => focus === undefined || [focus.code, city.code].includes(region));
  if (own.length === 0) return [];
  if (isBlind(input)) {
    const all =
      lang === 'zh'
        ? '周计数异常（早期预警）：各路数据已确认的周都太少，本季度有无异常无法判断；没有提示不等于正常。'
        : 'Early warning: of no feed are enough weeks attested, so that nothing can be said of the quarter; no signal is no all-clear.';
    return [{ kind: 'paragraph', text: all }];
  }
  if (focus !== undefined) return [{ kind: 'paragraph', text: ownBlindText(own.length, lang) }];
  const text =
    lang === 'zh'
      ? `截至数据截止时刻，${feeds} 路数据中有 ${blind.length} 路因已确认的周太少无法判断；对这些数据，没有提示不等于正常。`
      : `At the cut-off ${blind.length} of ${feeds} feeds had too few attested weeks to be judged; of these, no signal is no all-clear.`;
  return [{ kind: 'paragraph', text }];
}

/** A county is not told of others' feeds. */
function ownBlindText(count: number, lang: BulletinInput['lang']): string {
  return lang === 'zh'
    ? `截至数据截止时刻，本地和全市有 ${count} 路数据因已确认的周太少无法判断；对这些数据，没有提示不等于正常。`
    : `At the cut-off ${count} ${count === 1 ? 'feed' : 'feeds'} of the area and the city had too few attested weeks to be judged; of these, no signal is no all-clear.`;
}

function moreText(rest: number, lang: BulletinInput['lang']): string {
  return lang === 'zh' ? `其余 ${rest} 项见系统“周计数”页。` : `${rest} more on the page of early warning.`;
}
