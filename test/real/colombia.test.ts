import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cellOf,
  duqing,
  embedded,
  FIXTURES,
  importHistory,
  parts,
  REAL_DATA,
  SKIPPED,
  type Imported,
} from './duqing.ts';
import { COLOMBIA } from './expected.ts';
import { rowsOf } from './held.ts';

const FILE = join(REAL_DATA, 'colombia_seizures_2018_janmay.csv');
const MAPPING = join(FIXTURES, 'colombia/mapping.json');
const DEPLOYMENT = join(FIXTURES, 'colombia/deployment');

describe.skipIf(SKIPPED !== '')(`Colombia, January to May 2018${SKIPPED}`, { timeout: 300_000 }, () => {
  const way = embedded(DEPLOYMENT);
  let imported: Imported;
  let seconds = 0;

  beforeAll(async () => {
    const started = performance.now();
    imported = await importHistory(way, { file: FILE, mapping: MAPPING, revision: 1 });
    seconds = (performance.now() - started) / 1_000;
  }, 300_000);

  it('takes every row but the footer, and reports that the footer is 140 g off', () => {
    expect(imported.balance).toMatchObject({
      received: 41_392,
      accepted: 41_392,
      rejected: 0,
      duplicate: 0,
      conflict: 0,
    });
    expect(imported.stderr).toContain('footer at line 41394: 205262262; sum of the rows 205262402; difference -140');
  });

  it('takes less than two minutes for 41 392 rows even where the machine is busy', () => {
    expect(seconds).toBeLessThan(120);
  });

  it.each(Object.entries(COLOMBIA))(
    'gives the rows and the grams of every drug of %s exactly',
    async (quarter, expected) => {
      const rows = await rowsOf<{ drug: string; rows: number; grams: string }>(
        way,
        `SELECT if(item_name[1] = '', item_substance[1], item_name[1]) AS drug, count() AS rows, toString(sum(item_grams[1])) AS grams
FROM facts_seizure FINAL WHERE quarter = '${quarter}' GROUP BY drug`,
      );
      expect(Object.fromEntries(rows.map(({ drug, rows: count, grams }) => [drug, [count, grams]]))).toEqual(expected);
      const cell = await cellOf(way, ['seized-mass', 'CO', quarter]);
      const grams = Object.fromEntries(Object.entries(expected).map(([drug, [, text]]) => [drug, Number(text)]));
      expect(parts(cell)).toEqual(grams);
      expect(cell.value).toBe(Object.values(grams).reduce((sum, one) => sum + one, 0));
    },
  );

  it('counts the row without an area as unplaced, and says so', async () => {
    const held = await rowsOf<{ grams: string; quarter: string }>(
      way,
      "SELECT toString(item_grams[1]) AS grams, quarter FROM facts_seizure FINAL WHERE region = 'CO00'",
    );
    expect(held).toEqual([{ grams: '399000', quarter: expect.stringMatching(/^2018Q[12]$/) }]);
    const cell = await cellOf(way, ['seized-mass', 'CO', held[0]?.quarter ?? '']);
    expect(cell.flags).toContain('unplaced');
    const other = held[0]?.quarter === '2018Q1' ? '2018Q2' : '2018Q1';
    expect((await cellOf(way, ['seized-mass', 'CO', other])).flags).not.toContain('unplaced');
  });

  it('restores the leading zero of 19 734 area codes', async () => {
    const [row] = await rowsOf(
      way,
      "SELECT countIf(region LIKE 'CO0%' AND region != 'CO00') AS restored, countIf(NOT match(region, '^CO\\\\d\\\\d$')) AS odd FROM facts_seizure FINAL",
    );
    expect(row).toEqual({ restored: 19_734, odd: 0 });
  });

  it('keeps the 9 quantities of 0, each with its flag', async () => {
    const [row] = await rowsOf(
      way,
      "SELECT countIf(item_quantity[1] = 0) AS zeros, countIf(has(flags, 'quantity-zero')) AS flagged, countIf(backfilled) AS backfilled FROM facts_seizure FINAL",
    );
    expect(row).toEqual({ zeros: 9, flagged: 9, backfilled: 41_392 });
  });

  it('raises no alert', async () => {
    const { stdout } = await duqing(['alerts', '--json', ...way.args]);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it('takes nothing of a file in which one weekday contradicts its date, and names the line', async () => {
    const lines = readFileSync(FILE, 'utf8').split('\n').slice(0, 50);
    const wrong = lines.map((line, index) => (index === 20 ? otherDay(line) : line)).join('\n');
    const file = join(mkdtempSync(join(tmpdir(), 'duqing-real-')), 'wrong.csv');
    writeFileSync(file, wrong);
    const fresh = embedded(DEPLOYMENT);
    const { code, stdout, stderr } = await duqing(['import', file, '--mapping', MAPPING, ...fresh.args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/line 21, DIA: .*nothing was imported/s);
  });
});

function otherDay(line: string): string {
  return line.includes('Lunes')
    ? line.replace('Lunes', 'Martes')
    : line.replace(/Domingo|Martes|Miércoles|Jueves|Viernes|Sábado/, 'Lunes');
}
