import { shanghai } from '@duqing/calendar';
import { glossary, type GlossaryEntry } from '@duqing/catalogue';
import type { BulletinRow, Reader } from '@duqing/warehouse';
import type { Lang } from '../usage.ts';

/** Where a figure stands in a sealed edition. */
interface Snapshot {
  bundle: string;
  quarter: string;
  edition: BulletinRow['edition'];
  asOf: string;
  value: unknown;
  verdict: string;
  /** ms of `asOf` */
  at: number;
}

export interface Figure {
  figure: string;
  definition: GlossaryEntry | null;
  /** the edition sealed last that holds it; null where none does */
  snapshot: Snapshot | null;
}

type Said = Record<'indicator' | 'region' | 'period' | 'verdict', string> & { value: unknown };

/** What a figure of a bulletin means and where it was published. */
export async function figureOf(
  reader: Reader,
  { indicator, region, period, lang }: { indicator: string; region: string; period: string; lang: Lang },
): Promise<Figure> {
  const rows = (await reader.bulletins()).filter(({ audience }) => audience === 'internal');
  const held = rows
    .toSorted((a, b) => b.sealed_at - a.sealed_at)
    .flatMap((row): Snapshot[] => {
      const said = (JSON.parse(row.cells) as Said[]).find(
        (cell) => cell.indicator === indicator && cell.region === region && cell.period === period,
      );
      if (!said) return [];
      const { bundle_id: bundle, quarter, edition, as_of: at } = row;
      return [{ bundle, quarter, edition, asOf: shanghai(at), value: said.value, verdict: said.verdict, at }];
    });
  return {
    figure: `${region}/${indicator}/${period}`,
    definition: glossary(lang).find(({ id }) => id === indicator) ?? null,
    snapshot: held[0] ?? null,
  };
}

export function figureText({ figure, definition, snapshot }: Figure, lang: Lang): string {
  const isZh = lang === 'zh';
  const words = isZh
    ? {
        is: '释义',
        over: '分母',
        target: '目标',
        basis: '依据',
        published: '公布于',
        none: '尚未公布：以下为现在的数据',
      }
    : {
        is: 'is',
        over: 'over',
        target: 'target',
        basis: 'basis',
        published: 'published in',
        none: 'not published: as it is now',
      };
  const said = definition
    ? [
        [words.is, definition.numerator],
        [words.over, definition.denominator ?? ''],
        [words.target, definition.target],
        [words.basis, `${definition.basis} ${definition.clause}`.trim()],
      ]
    : [];
  const where = snapshot
    ? [[words.published, `${snapshot.quarter} ${snapshot.edition} ${snapshot.asOf} ${snapshot.bundle.slice(0, 12)}`]]
    : [['', words.none]];
  const lines = [...said, ...where].filter(([, text]) => text !== '');
  return [figure, ...lines.map(([word = '', text = '']) => `  ${word === '' ? text : `${word}: ${text}`}`)].join('\n');
}
