import type { Cell } from '@duqing/catalogue';
import type { BulletinRow } from '../reader.ts';

type PublishedCell = Pick<Cell, 'indicator' | 'region' | 'period' | 'value' | 'verdict'>;

/** The cells with what the newest internal edition sealed by `asOf` (ms, inclusive) said of them, and whether that has changed. */
export function withPublished(cells: readonly Cell[], bulletins: readonly BulletinRow[], asOf: number): Cell[] {
  const said = new Map<string, NonNullable<Cell['published']>>();
  const sealed = bulletins.filter((row) => row.sealed_at <= asOf && row.audience === 'internal');
  for (const { cells: text, edition } of sealed.sort((a, b) => a.sealed_at - b.sealed_at)) {
    for (const cell of JSON.parse(text) as PublishedCell[])
      said.set(keyOf(cell), { edition, value: cell.value, verdict: cell.verdict });
  }
  return cells.map((cell) => {
    const published = said.get(keyOf(cell)) ?? null;
    const revisedSince = published && (published.value !== cell.value || published.verdict !== cell.verdict);
    return { ...cell, published, revisedSince };
  });
}

function keyOf({ indicator, region, period }: PublishedCell): string {
  return `${indicator}/${region}/${period}`;
}
