import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@duqing/catalogue';
import type { BulletinRow } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBundle } from '../src/core/bundle.ts';
import { diffLines, differences, type HeldEdition } from '../src/core/diff.ts';
import { heldEdition } from '../src/held.ts';
import { writeBundle } from '../src/write.ts';
import { cellOf, inputOf, NOW } from './support.ts';

const { city, units } = await inputOf();

function held(cells: Cell[], part: Partial<HeldEdition> = {}): HeldEdition {
  const definitions = Object.fromEntries(cells.map(({ indicator }) => [indicator, 'a']));
  return { quarter: '2026Q3', edition: 'provisional', asOf: NOW, cells, areas: [city, ...units], definitions, ...part };
}

async function linesOf(before: Partial<Cell>, after: Partial<Cell>, part: Partial<HeldEdition> = {}) {
  const pair = {
    before: held([await cellOf('it-solved-share', before)]),
    after: held([await cellOf('it-solved-share', after)], { edition: 'final', ...part }),
  };
  return {
    zh: diffLines(pair, { lang: 'zh' }),
    en: diffLines(pair, { lang: 'en' }),
    found: differences(pair.before, pair.after),
  };
}

const { completeness } = await cellOf('it-solved-share');

describe('why a figure is another one', () => {
  const share = { numerator: 59, denominator: 190, value: (100 * 59) / 190 };

  test('nothing changed', async () => {
    const { zh, en } = await linesOf({}, {});
    expect(zh.slice(1)).toEqual(['没有变化。']);
    expect(en.slice(1)).toEqual(['Nothing changed.']);
  });

  test('corrected: the same returns, another count; percents move in points', async () => {
    const { zh, en } = await linesOf(share, { ...share, numerator: 40, value: (100 * 40) / 190, verdict: 'missed' });
    expect(zh).toContain('结论改变：');
    expect(zh.at(-1)).toBe(
      `  ${city.name.zh} 利用信息化手段破获毒品案件占比：31.1% → 21.1%，−10.0个百分点；达标 → 不达标；数据更正（59/190 → 40/190）。`,
    );
    expect(en.at(-1)).toContain(
      '31.1 % → 21.1 %, −10.0 percentage points; met → missed; records were corrected (59/190 → 40/190).',
    );
  });

  test('later returns, later attestation, another target, another definition, each with what shows it', async () => {
    const none = {
      numerator: null,
      denominator: null,
      value: null,
      verdict: 'not-assessable',
      reason: 'return-missing',
    } as const;
    const full = { ...completeness, returnsExpected: 11, feedsExpected: 11 };
    const late = await linesOf(
      { ...none, completeness: { ...full, returnsReceived: 10 } },
      { ...share, completeness: { ...full, returnsReceived: 11 } },
    );
    expect(late.zh.at(-1)).toContain('—（报表未报） → 31.1%；无法评估 → 达标；报表后到（10/11 → 11/11）。');
    const attested = await linesOf(
      { ...share, verdict: 'not-assessable', completeness: { ...full, feedsAttested: 9 } },
      { ...share, completeness: { ...full, feedsAttested: 11 } },
    );
    expect(attested.zh.at(-1)).toContain('无法评估 → 达标；数据其后确认完整（9/11 → 11/11）。');
    const target = await linesOf(share, { ...share, target: { comparator: '>', limit: 30 } });
    expect(target.zh.at(-1)).toMatch(/：目标变更（> ?25% → > ?30%）。$/);
    const definition = await linesOf(share, share, { definitions: { 'it-solved-share': 'b' } });
    expect(definition.en.at(-1)).toMatch(/: the definition changed\.$/);
  });

  test('a change too small to show is told by its parts and limits', async () => {
    const rate = { numerator: 995, denominator: 1000, value: 99.5 };
    const small = await linesOf(rate, { ...rate, numerator: 1990, denominator: 2000 });
    expect(small.zh.at(-1)).toContain('：995/1000 → 1990/2000；数据更正');
    const limit = await linesOf(
      { ...share, target: { comparator: '<', limit: 25.0001 } },
      { ...share, target: { comparator: '<', limit: 25.0002 } },
    );
    expect(limit.zh.at(-1)).toMatch(/目标变更（.*25\.0001.* → .*25\.0002.*）。$/);
  });

  test('between two quarters a movement is no correction; the rule is told where it changed', async () => {
    const before = { ...share, period: '2026Q2', target: { comparator: '>', limit: 20 } } as const;
    const pair = {
      before: held([await cellOf('it-solved-share', before)], { quarter: '2026Q2' }),
      after: held([await cellOf('it-solved-share', { ...share, numerator: 60, value: (100 * 60) / 190 })]),
    };
    expect(differences(pair.before, pair.after)[0]?.causes).toEqual(['target']);
    expect(diffLines(pair, { lang: 'zh' }).at(-1)).toContain('占比：31.1% → 31.6%，+0.5个百分点；目标变更');
  });
});

describe('an edition as it was sealed', () => {
  let folder: string;
  let row: BulletinRow;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duqing-held-'));
    const { id, files } = await makeBundle(await inputOf(), { deployment: 'demo', versions: [] });
    await writeBundle(join(folder, 'b'), files);
    const cells = JSON.stringify([
      {
        indicator: 'cases-filed',
        region: city.code,
        period: '2026Q3',
        numerator: 7,
        denominator: null,
        value: 7,
        verdict: 'information',
      },
    ]);
    const common = { quarter: '2026Q3', edition: 'provisional', audience: 'internal', lang: 'zh' } as const;
    row = { ...common, bundle_id: id, as_of: NOW, sealed_at: NOW + 1, path: join(folder, 'b'), cells };
  });
  afterAll(async () => rm(folder, { recursive: true }));

  test('is read from its bundle; from its row alone where the bundle was altered, and this is said', async () => {
    const whole = await heldEdition(row);
    expect(whole.cells.length).toBeGreaterThan(900);
    expect(Object.keys(whole.definitions ?? {}).length).toBeGreaterThan(80);
    await writeFile(join(folder, 'b', 'figures.csv'), 'altered');
    const rest = await heldEdition(row);
    expect([rest.cells.length, rest.definitions]).toEqual([1, null]);
    const lines = diffLines({ before: rest, after: whole }, { lang: 'zh' });
    expect(lines[1]).toMatch(/^通报文件不在原处或已被改动/);
    expect(lines.at(-1)).toContain('7起 → ');
    expect(lines.at(-1)).toContain('原因未记录');
  });
});
