import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clopperPearson } from '@duqing/catalogue';
import { openStore } from '@duqing/warehouse';
import { expect, test } from 'vitest';
import { INTERVAL } from '../src/intervals.ts';
import { run } from './rig.ts';

const EDGES: [n: number, d: number][] = [
  [0, 1],
  [1, 1],
  [0, 8],
  [8, 8],
  [24, 64],
  [1, 2],
  [3, 5_000_000],
  [950, 1_000],
  [12_000, 13_000],
  [40_000, 5_600_000],
];
/** Every share of small samples, where an interval matters most. */
const SMALL = Array.from({ length: 12 }, (_, d) =>
  Array.from({ length: d + 1 }, (_unused, n) => [n, d] as const),
).flat();

test('the interval of the boards is that of the catalogue, in per cent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duqing-intervals-'));
  const store = await openStore({ kind: 'embedded', path: folder });
  try {
    const pairs = [...EDGES, ...SMALL].filter(([, d]) => d > 0);
    const rows = pairs.map(
      ([n, d]) => `SELECT toNullable(toFloat64(${n})) AS numerator, toNullable(toFloat64(${d})) AS denominator`,
    );
    const sql = `SELECT numerator, denominator, ${INTERVAL.lower} AS low, ${INTERVAL.upper} AS high FROM (${rows.join(' UNION ALL ')})`;
    const held = await run(store, sql);
    expect(held.rows.length).toBe(pairs.length);
    for (const { numerator, denominator, low, high } of held.rows) {
      const { lower, upper } = clopperPearson(Number(numerator), Number(denominator));
      const at = `${String(numerator)}/${String(denominator)}`;
      expect([at, Math.abs(Number(low) - 100 * lower) < 1e-6]).toEqual([at, true]);
      expect([at, Math.abs(Number(high) - 100 * upper) < 1e-6]).toEqual([at, true]);
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
