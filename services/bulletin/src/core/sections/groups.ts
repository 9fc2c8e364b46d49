import { glossary } from '@duqing/catalogue';
import { focusOf, standingsOf } from '../assessment.ts';
import { HEADS, itemRow } from '../rows.ts';
import type { Area, Block, BulletinInput } from '../types.ts';

/** Every item of the city, group by group; in a county edition the area's own before them. */
export function groups(input: BulletinInput): Block[] {
  const { lang, city } = input;
  const own = focusOf(input);
  const isZh = lang === 'zh';
  if (own.code === city.code) {
    const text = isZh ? '四、分项指标（全市）' : '4. Indicators of the city, by group';
    return [heading('indicators', text), ...tablesOf(city, input)];
  }
  const name = own.name[lang];
  return [
    heading('indicators', isZh ? `四、分项指标（${name}）` : `4. Indicators of ${name}, by group`),
    ...tablesOf(own, input),
    heading('indicators-city', isZh ? '四之二、分项指标（全市）' : '4b. Indicators of the city, by group'),
    ...tablesOf(city, input),
  ];
}

function heading(id: string, text: string): Block {
  return { kind: 'heading', id, text };
}

function tablesOf(area: Area, input: BulletinInput): Block[] {
  const { lang, catalogue } = input;
  const names = new Map(glossary(lang).map(({ id, group }) => [id, group]));
  const byGroup = Map.groupBy(standingsOf(input, area.code), ({ item }) => item.columns.group);
  const order = [...new Set(catalogue.map(({ columns }) => columns.group))];
  return order.flatMap((group): Block[] => {
    const standings = byGroup.get(group) ?? [];
    const [first] = standings;
    if (!first) return [];
    const rows = standings.map((standing) => itemRow(standing, lang));
    return [{ kind: 'table', caption: names.get(first.item.id) ?? group, heads: [...HEADS[lang]], rows, empty: '' }];
  });
}
