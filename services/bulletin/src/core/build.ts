import { momentText } from '@duqing/pages';
import { alerts } from './sections/alerts.ts';
import { annex } from './sections/annex.ts';
import { areas } from './sections/areas.ts';
import { charts } from './sections/charts.ts';
import { groups } from './sections/groups.ts';
import { headline } from './sections/headline.ts';
import { notes } from './sections/notes.ts';
import { EDITIONS, titleOf } from './title.ts';
import type { BulletinInput, Outline } from './types.ts';

/** The whole bulletin as typed blocks, in one language. */
export function buildOutline(input: BulletinInput): Outline {
  const { quarter, lang, city, edition, asOf } = input;
  const isZh = lang === 'zh';
  return {
    title: isZh ? `${city.name.zh}${titleOf(quarter, lang)}` : `${titleOf(quarter, lang)}: ${city.name.en}`,
    lang,
    simulated: isSimulated(input),
    under: [
      `${EDITIONS[edition][lang]} · ${isZh ? '内部使用' : 'internal'}`,
      `${isZh ? '数据截止' : 'Data as of'} ${momentText(asOf, lang)}`,
    ],
    blocks: [headline, areas, charts, groups, alerts, notes, annex].flatMap((section) => section(input)),
  };
}

/** True where anything in it is made up. */
export function isSimulated({ simulated, cells, alerts: held }: BulletinInput): boolean {
  return simulated || cells.some(({ flags }) => flags.includes('simulated')) || held.some((alert) => alert.simulated);
}
