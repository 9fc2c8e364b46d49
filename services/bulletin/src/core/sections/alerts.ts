import type { AlertView } from '@duqing/warehouse';
import { assess } from '../assessment.ts';
import type { Block, BulletinInput } from '../types.ts';

const SEVERITIES = [
  { severity: 'critical', zh: '特急', en: 'critical' },
  { severity: 'warning', zh: '预警', en: 'warning' },
  { severity: 'info', zh: '提示', en: 'info' },
] as const;
/** Rows of the table; what is over it is given as a number. */
const MOST = 30;
const OPEN: readonly AlertView['state'][] = ['pending', 'firing', 'recovering'];

/** What stood as an alert at the cut-off: the gravest one by one, the others by their number. */
export function alerts(input: BulletinInput): Block[] {
  const { alerts: held, lang, quarter, city, units, audience } = input;
  const isZh = lang === 'zh';
  const heading: Block = { kind: 'heading', id: 'alerts', text: isZh ? '五、预警' : '5. Alerts' };
  if (audience === 'public') {
    const text = isZh
      ? '预警用于内部工作，公开版不列。'
      : 'Alerts are for work within the house; the public edition holds none.';
    return [heading, { kind: 'paragraph', text }];
  }
  const open = held.filter(({ state, period }) => OPEN.includes(state) && isOfQuarter(period, quarter));
  if (open.length === 0) {
    return [
      heading,
      {
        kind: 'paragraph',
        text: noneText(input),
      },
    ];
  }
  const counts = SEVERITIES.map(({ severity, zh, en }) => {
    const count = open.filter((alert) => alert.severity === severity).length;
    return isZh ? `${zh} ${count} 条` : `${count} ${en}`;
  });
  const text = isZh
    ? `未解除的预警 ${open.length} 条：${counts.join('，')}。`
    : `Alerts that stand: ${open.length} (${counts.join(', ')}).`;
  const shown = open.toSorted(gravestFirst).slice(0, MOST);
  const rest = open.length - shown.length;
  const names = new Map([city, ...units].map(({ code, name }) => [code, name[lang]]));
  return [
    heading,
    { kind: 'paragraph', text },
    {
      kind: 'table',
      caption: isZh ? '未解除的预警（按级别）' : 'Alerts that stand, the gravest first',
      heads: isZh ? ['预警', '级别', '地区', '起始'] : ['Alert', 'Severity', 'Area', 'Since'],
      rows: shown.map((alert) => [
        { text: alert.short[lang] },
        { text: SEVERITIES.find(({ severity }) => severity === alert.severity)?.[lang] ?? '' },
        { text: names.get(alert.region) ?? alert.region },
        { text: alert.since.slice(0, 10), isNumber: true },
      ]),
      empty: '',
    },
    ...(rest > 0 ? [{ kind: 'paragraph', text: moreText(rest, lang) } as const] : []),
  ];
}

/** What cannot be assessed raises no alert of a target: silence is no all-clear. */
function noneText(input: BulletinInput): string {
  const open = assess(input).by['not-assessable'].length;
  if (input.lang === 'zh')
    return `截至数据截止时刻，本季度没有未解除的预警${open > 0 ? `；有 ${open} 项指标因缺少数据无法评估，对这些指标，没有预警不等于正常` : ''}。`;
  return `No alert of the quarter stood at the cut-off${open > 0 ? `; ${open} ${open === 1 ? 'item' : 'items'} cannot be assessed for want of data, and of these no alert is no all-clear` : ''}.`;
}

/** The quarter, or the half-year or year that holds it; a silent source has no period and is the engineers'. */
function isOfQuarter(period: string | null, quarter: string): boolean {
  const half = `${quarter.slice(0, 4)}H${Number(quarter.slice(5)) < 3 ? 1 : 2}`;
  return period !== null && [quarter, half, quarter.slice(0, 4)].includes(period);
}

function gravestFirst(a: AlertView, b: AlertView): number {
  const order = SEVERITIES.map(({ severity }) => severity as string);
  return order.indexOf(a.severity) - order.indexOf(b.severity) || (a.key < b.key ? -1 : 1);
}

function moreText(rest: number, lang: BulletinInput['lang']): string {
  return lang === 'zh' ? `其余 ${rest} 条见系统预警页。` : `${rest} more on the page of alerts.`;
}
