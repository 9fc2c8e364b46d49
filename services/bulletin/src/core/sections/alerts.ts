import type { AlertView } from '@duqing/warehouse';
import type { Block, BulletinInput } from '../types.ts';

const SEVERITIES = [
  { severity: 'critical', zh: '特急', en: 'critical' },
  { severity: 'warning', zh: '预警', en: 'warning' },
  { severity: 'info', zh: '提示', en: 'info' },
] as const;
const OPEN: readonly AlertView['state'][] = ['pending', 'firing', 'recovering'];

/** What stood as an alert at the cut-off: all urgent ones in full, the others by their number. */
export function alerts({ alerts: held, lang, quarter }: BulletinInput): Block[] {
  const isZh = lang === 'zh';
  const heading: Block = { kind: 'heading', text: isZh ? '五、预警' : '5. Alerts' };
  const open = held.filter(({ state, period }) => OPEN.includes(state) && (period === null || period === quarter));
  if (open.length === 0) {
    return [
      heading,
      {
        kind: 'paragraph',
        text: isZh ? '截至数据截止时刻，本季度没有未解除的预警。' : 'No alert of the quarter stood at the cut-off.',
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
  const urgent = open.filter(({ severity }) => severity === 'critical').map((alert) => alert.text[lang]);
  return [
    heading,
    { kind: 'paragraph', text },
    ...(urgent.length > 0 ? [{ kind: 'list', items: urgent } as const] : []),
  ];
}
