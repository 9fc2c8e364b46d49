import { glossary } from '@duqing/catalogue';
import { standingsOf } from '../assessment.ts';
import { HEADS, itemRow } from '../rows.ts';
import type { Block, BulletinInput } from '../types.ts';

/** Every item of the city, group by group. */
export function groups(input: BulletinInput): Block[] {
  const { lang, city, catalogue } = input;
  const names = new Map(glossary(lang).map(({ id, group }) => [id, group]));
  const byGroup = Map.groupBy(standingsOf(input, city.code), ({ item }) => item.columns.group);
  const order = [...new Set(catalogue.map(({ columns }) => columns.group))];
  const tables = order.flatMap((group): Block[] => {
    const standings = byGroup.get(group) ?? [];
    const [first] = standings;
    if (!first) return [];
    const rows = standings.map((standing) => itemRow(standing, lang));
    return [{ kind: 'table', caption: names.get(first.item.id) ?? group, heads: [...HEADS[lang]], rows, empty: '' }];
  });
  return [
    {
      kind: 'heading',
      id: 'indicators',
      text: lang === 'zh' ? '四、分项指标（全市）' : '4. Indicators of the city, by group',
    },
    ...tables,
  ];
}
