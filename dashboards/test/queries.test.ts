import { readFileSync } from 'node:fs';
import { formatRatio, formatTarget, formatValue, INDICATORS, type Cell, type Lang } from '@duqing/catalogue';
import { Setting } from '@duqing/regions';
import { writeDimensions } from '@duqing/warehouse';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indicatorOf, panelFor } from '../src/panels/indicator.ts';
import { readWords } from './words.ts';
import {
  boardsIn,
  choices,
  expanded,
  LIVE,
  NOW,
  openRig,
  panelsOf,
  RANGE,
  run,
  targetsOf,
  type Result,
  type Rig,
} from './rig.ts';

const NUMBER = /^(Nullable\()?(U?Int|Float|Decimal)/;
const TEXT = /^(LowCardinality\()?(Nullable\()?(String|Enum)/;

/** What a panel can draw: tables only numbers, texts, times; bars a text then numbers; lines a time then numbers; a figure one number in one row. */
function expectFits(panel: Panel, { refId }: { refId: string }, { columns, rows }: Result): void {
  const types = columns.map(({ type }) => type);
  const names = columns.map(({ name }) => name);
  expect({ at: panel.title, is: new Set(names).size }).toEqual({ at: panel.title, is: names.length });
  if (refId === 'limit') {
    expect({ at: panel.title, is: names }).toEqual({ at: panel.title, is: ['limit', 'top'] });
    expect({ at: panel.title, is: [rows.length, ...types.filter((type) => !NUMBER.test(type))] }).toEqual({
      at: panel.title,
      is: [1],
    });
  } else if (panel.type === 'timeseries') {
    expect(types[0]).toMatch(/^DateTime/);
    expect({ at: panel.title, is: types.slice(1).filter((type) => !NUMBER.test(type)) }).toEqual({
      at: panel.title,
      is: [],
    });
  } else if (panel.type === 'barchart') {
    expect(types[0]).toMatch(TEXT);
    expect({ at: panel.title, is: types.slice(1).filter((type) => !NUMBER.test(type)) }).toEqual({
      at: panel.title,
      is: [],
    });
  } else if (panel.type === 'stat') {
    expect({ at: panel.title, is: rows.length }).toEqual({ at: panel.title, is: 1 });
    expect({ at: panel.title, is: types.filter((type) => !NUMBER.test(type)) }).toEqual({ at: panel.title, is: [] });
  } else {
    expect(panel.type).toBe('table');
    expect({
      at: panel.title,
      is: types.filter((type) => !NUMBER.test(type) && !TEXT.test(type) && !type.startsWith('DateTime64')),
    }).toEqual({ at: panel.title, is: [] });
  }
}

/**
 * Runs and checks every panel; gives the number of rows of each. `each shape` runs queries once that differ in the item alone: what the
 * engine makes of them is the same, and items differ over the city.
 */
async function drawAll(
  rig: Rig,
  { lang, extent, period = '2026Q3' }: { lang: Lang; extent: 'all' | 'each shape'; period?: string },
): Promise<Map<string, number>> {
  const chosen = choices(rig.deployment, { language: lang, period });
  const rows = new Map<string, number>();
  const results = new Map<string, Result>();
  for (const board of boardsIn(lang))
    for (const panel of panelsOf(board))
      for (const target of targetsOf(panel)) {
        const sql = expanded(target.rawSql, chosen);
        const key = extent === 'all' ? sql : sql.replace(/indicator = '[^']*'/, 'indicator = ?');
        const result = results.get(key) ?? (await run(rig.store, sql));
        results.set(key, result);
        expectFits(panel, target, result);
        if (target.refId === 'A') rows.set(`${board.uid} ${panel.title}`, result.rows.length);
      }
  return rows;
}

interface Variable {
  name: string;
  type: string;
  query: { rawSql: string };
}

function variablesOf(lang: Lang): Variable[] {
  const all = boardsIn(lang).flatMap(({ templating }) => (templating?.list ?? []) as unknown as Variable[]);
  return [...new Map(all.filter(({ type }) => type === 'query').map((one) => [one.name, one])).values()];
}

function annotationsOf(lang: Lang): { name: string; rawSql: string }[] {
  return (boardsIn(lang)[0]?.annotations?.list ?? []).map(({ name, target }) => ({
    name,
    rawSql: (target as unknown as { rawSql: string }).rawSql,
  }));
}

describe('over a generated city', () => {
  let rig: Rig;
  let cells: Map<string, Cell>;
  beforeAll(async () => {
    rig = await openRig('city');
    cells = new Map((await rig.standalone.reader.cells({})).map((cell) => [keyOf(cell), cell]));
  }, 120_000);
  afterAll(async () => rig.close());

  test('every panel has what it draws, and none is empty that should not be', async () => {
    const rows = await drawAll(rig, { lang: 'zh', extent: 'all' });
    const empty = [...rows].filter(([, count]) => count === 0).map(([name]) => name);
    expect(empty).toEqual([
      'duqing-indicator-zh 95%区间 · ${indicator:text} · ${period:text} · ${asof:text}',
      'duqing-pipeline-zh 从生产到入库的心跳',
      'duqing-pipeline-zh 通报',
    ]);
  }, 300_000);

  test('a quarter of a year of which nothing is held: no panel is an error, no count of cells is nought', async () => {
    const rows = await drawAll(rig, { lang: 'en', extent: 'each shape', period: '2019Q1' });
    const filled = [...rows]
      .filter(([name, count]) => count > 0 && name.includes('${period:text}'))
      .map(([name]) => name);
    const tiles = filled.filter((name) => name.startsWith('duqing-overview-en'));
    expect(filled).toEqual(tiles);
    const [missed] = panelsOf(boardsIn('en')[0] as Dashboard).flatMap(targetsOf);
    const { rows: figures } = await run(
      rig.store,
      expanded(missed?.rawSql ?? '', choices(rig.deployment, { period: '2019Q1' })),
    );
    expect(Object.values(figures[0] ?? {})).toEqual([null]);
  }, 300_000);

  test.each(['zh', 'en'] as const)(
    'every cell of the published view says what the evaluator says (%s)',
    async (lang) => {
      const { rows } = await run(
        rig.store,
        `SELECT indicator, region, period, numerator, denominator, value, verdict, reason, ratio, value_${lang} AS shown, target_${lang} AS target,
stage, simulated, returns_expected, returns_received, feeds_attested FROM published_cells_as_of(as_of = ${LIVE})`,
      );
      expect(rows.length).toBeGreaterThan(1_000);
      for (const row of rows) {
        const cell = cells.get(keyOf(row as unknown as Cell));
        if (!cell) throw new Error(`the evaluator has no cell ${JSON.stringify(row)}`);
        expect(row).toMatchObject(asRow(cell, lang));
      }
    },
  );

  test('the panel of each item shows each area as the evaluator has it', async () => {
    const { deployment, store } = rig;
    const words = readWords('zh');
    let seen = 0;
    for (const indicator of INDICATORS) {
      const sql = targetsOf(panelFor(indicator, 'zh').build())[0]?.rawSql ?? '';
      for (const row of (await run(store, expanded(sql, choices(deployment)))).rows) {
        const cell = cells.get(`${indicator.id}/${String(row[words.code])}/${String(row[words.key])}`);
        if (!cell) throw new Error(`no cell for ${JSON.stringify(row)}`);
        expect([row[words.value], row[words.target], row[words.verdict], row[words.ratio]]).toEqual([
          formatValue(cell, 'zh'),
          formatTarget(cell, 'zh'),
          cell.verdict,
          formatRatio(cell),
        ]);
        expect(String(row[words.marks])).toContain('模拟数据');
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(800);
  }, 180_000);

  test('a note stands beside its figure from when it was written until it was taken back', async () => {
    const [indicator, region, period] = ['it-solved-share', '990100', '2026Q3'];
    const note = { note_id: 'n1', indicator, region, period, author: 'analysis desk', text: 'known artefact' };
    await rig.store.insert('cell_notes', [{ ...note, at: NOW + 1_000 }]);
    await rig.store.insert('cell_note_ends', [{ note_id: 'n1', at: NOW + 3_000, author: 'analysis desk' }]);
    const sql = targetsOf(panelFor(indicatorOf(indicator), 'en').build())[0]?.rawSql ?? '';
    const remarks = async (asof: number): Promise<string> => {
      const chosen = choices(rig.deployment, { asof: String(asof), language: 'en' });
      return String((await run(rig.store, expanded(sql, chosen))).rows[0]?.[readWords('en').remarks]);
    };
    expect(await remarks(NOW)).not.toContain('known artefact');
    expect(await remarks(NOW + 2_000)).toContain('known artefact (analysis desk)');
    expect(await remarks(NOW + 3_000)).not.toContain('known artefact');
  });

  test('what was not weighed has no weight, and a seizure with a substance twice counts once for it', async () => {
    const { rows } = await run(
      rig.store,
      `SELECT substance, sum(seizures) AS counted, sum(grams) AS weight, sum(unweighed) AS wanting,
(SELECT groupArray((subject, events, item_substance, item_grams)) FROM facts_seizure FINAL WHERE NOT deleted) AS held
FROM published_seizures WHERE substance != '' GROUP BY substance`,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { substance, counted, weight, wanting, held } of rows) {
      const records = (held as [string, number, string[], (number | null)[]][]).filter(([, , names]) =>
        names.includes(String(substance)),
      );
      const weights = records.flatMap(([, , names, grams]) => grams.filter((_gram, at) => names[at] === substance));
      const known = weights.filter((gram) => gram !== null).map(Number);
      expect([substance, counted, wanting, weight === null]).toEqual([
        substance,
        records.reduce((sum, [, events]) => sum + Number(events), 0),
        weights.length - known.length,
        known.length === 0,
      ]);
      expect(Number(weight)).toBeCloseTo(
        known.reduce((sum, gram) => sum + gram, 0),
        3,
      );
    }
  });

  test('the balance is the one that commands print', async () => {
    const { rows } = await run(rig.store, 'SELECT * FROM published_balance ORDER BY source, topic, quarter');
    expect(rows).toEqual(await rig.standalone.reader.balance());
  });

  test('conflicts that are listed are those that the balance counts, and none tells an id', async () => {
    const { rows } = await run(
      rig.store,
      'SELECT source, count() AS n FROM published_conflicts GROUP BY source ORDER BY source',
    );
    const counted = await rig.standalone.reader.balance();
    const bySource = new Map<string, number>();
    for (const { source, conflict } of counted)
      if (conflict > 0) bySource.set(source, (bySource.get(source) ?? 0) + conflict);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual([...bySource].toSorted().map(([source, n]) => ({ source, n })));
    const { rows: told } = await run(
      rig.store,
      `SELECT family, what FROM published_conflicts UNION ALL SELECT family, what FROM published_corrections`,
    );
    for (const { family, what } of told)
      expect([family, what]).toEqual([
        family,
        expect.stringMatching(['return', 'attestation'].includes(String(family)) ? /^99/ : /^duqing\.\w+\/\d+\/\d+$/),
      ]);
  });

  test('a signal that was told of stands with what a post said of it last', async () => {
    const key = 'early-warning/cases/trafficking/990102';
    const told = (episode: number, at: number, to_state: string, value: number): object => ({
      transition_id: `s${at}`,
      kind: 'early-warning',
      key,
      episode,
      severity: 'info',
      indicator: '',
      region: '990102',
      period: '2026-W40',
      from_state: 'normal',
      to_state,
      at,
      text_zh: '信号',
      text_en: 'signal',
      value,
      causes: [],
      simulated: true,
    });
    await rig.store.insert('alert_transitions', [
      told(1, 1_000, 'firing', 4),
      told(1, 2_000, 'resolved', 4),
      told(2, 3_000, 'firing', 9),
    ]);
    const read = async (): Promise<unknown> =>
      (
        await run(
          rig.store,
          `SELECT measure, code, state, observed, act, act_post, acted_at IS NULL AS waits FROM published_signals WHERE key = '${key}'`,
        )
      ).rows;
    const standing = { measure: 'cases', code: 'trafficking', state: 'firing', observed: 9 };
    expect(await read()).toEqual([{ ...standing, act: '', act_post: '', waits: 1 }]);
    const act = { key, week: '2026-W40', observed: 9, role: 'analyst', token_id: 't', text: '' };
    await rig.store.insert('signal_acts', [
      { ...act, act_id: 'a', act: 'confirm', at: 4_000, post: 'desk' },
      { ...act, act_id: 'b', act: 'pass-on', at: 5_000, post: 'head' },
    ]);
    expect(await read()).toEqual([{ ...standing, act: 'pass-on', act_post: 'head', waits: 0 }]);
  });

  test('open alerts are the states that the alerts service folds', async () => {
    const folded = await rig.standalone.reader.alerts();
    const { rows } = await run(
      rig.store,
      "SELECT key, state FROM published_alerts WHERE state != 'normal' ORDER BY key",
    );
    expect(rows).toEqual(folded.map(({ key, state }) => ({ key, state })).toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  });

  test('a row written before figures stood in rows is filled with what its writer would write today', async () => {
    const { store } = rig;
    const sql = readFileSync(
      new URL('../../packages/warehouse/migrations/0016_figures_in_rows.sql', import.meta.url),
      'utf8',
    );
    const fills = [...sql.matchAll(/^ALTER TABLE indicator_values UPDATE[^;]*/gm)].map(([fill]) => fill);
    expect(fills).toHaveLength(3);
    const old =
      'indicator, region, period, as_of, computed_at, numerator, denominator, value, verdict, reason, evidence, stage, simulated, cell';
    await store.command('CREATE TABLE filled AS indicator_values');
    await store.command(`INSERT INTO filled (${old}) SELECT ${old} FROM indicator_values`);
    for (const fill of fills) await store.command(fill.replace('indicator_values', 'filled'));
    const read = async (table: string): Promise<unknown[]> =>
      store.query(`SELECT * FROM ${table} ORDER BY indicator, region, period, as_of, computed_at`);
    const filled = await read('filled');
    expect(filled.length).toBeGreaterThan(1_000);
    expect(filled).toEqual(await read('indicator_values'));
    await store.command('DROP TABLE filled');
  });

  test('an as-of before everything shows nothing', async () => {
    expect((await run(rig.store, 'SELECT count() AS n FROM published_cells_as_of(as_of = 1)')).rows).toEqual([
      { n: 0 },
    ]);
  });

  test.each([
    ['P13: the last five minutes', { from: RANGE.to - 300_000, to: RANGE.to }],
    [
      'P13: the year 2019',
      { from: Date.parse('2019-01-01T00:00:00+08:00'), to: Date.parse('2019-12-31T23:59:59+08:00') },
    ],
  ])('drop-downs list the same whatever the time range (%s)', async (_name, range) => {
    for (const { name, query } of variablesOf('zh')) {
      const { columns, rows } = await run(rig.store, expanded(query.rawSql, choices(rig.deployment), range));
      expect(columns.map((column) => column.name)).toEqual(['value', 'text']);
      const units = name === 'region' ? 12 : 1;
      expect(rows.length).toBeGreaterThanOrEqual(units);
      expect({ at: name, is: new Set(rows.map(({ value }) => value)).size }).toEqual({ at: name, is: rows.length });
    }
  });

  test('annotations have a time, a text and tags', async () => {
    for (const { name, rawSql } of annotationsOf('zh')) {
      const { columns } = await run(rig.store, expanded(rawSql, choices(rig.deployment)));
      expect({ at: name, is: columns.map((column) => column.name) }).toEqual({
        at: name,
        is: ['time', 'text', 'tags'],
      });
      expect(columns[0]?.type).toMatch(/^DateTime/);
    }
  });
});

describe('over one county', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig('one county');
  }, 120_000);
  afterAll(async () => rig.close());

  test('a name that is changed or taken back is the name of every figure, old ones too', async () => {
    const { store, deployment } = rig;
    const [version, ...others] = deployment.regions;
    if (!version) throw new Error('no regions');
    const named = async (): Promise<unknown> => {
      const sql = targetsOf(panelFor(indicatorOf('cases-filed'), 'en').build())[0]?.rawSql ?? '';
      const { rows } = await run(store, expanded(sql, choices(deployment)));
      return rows.map((row) => row[readWords('en').area]);
    };
    const write = async (value: typeof version.value, writtenAt: number): Promise<void> => {
      const changed = { ...deployment, regions: [{ ...version, value }, ...others] };
      await writeDimensions(store, { setting: new Setting(changed, NOW), writtenAt });
    };
    const unit = version.value.find(({ level }) => level === 'county');
    const before = await named();
    await write(
      version.value.map((region) => (region === unit ? { ...region, name: { zh: '新名', en: 'Renamed' } } : region)),
      NOW + 1,
    );
    expect(await named()).toEqual([expect.anything(), 'Renamed']);
    await write(version.value, NOW + 2);
    expect(await named()).toEqual(before);
  });

  test('every panel fits (en)', async () => {
    expect((await drawAll(rig, { lang: 'en', extent: 'each shape' })).size).toBeGreaterThan(100);
  }, 300_000);
});

describe('over an empty store', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig('empty');
  });
  afterAll(async () => rig.close());

  test.each(['zh', 'en'] as const)(
    'no panel is an error, and only single figures have a row (%s)',
    async (lang) => {
      const rows = await drawAll(rig, { lang, extent: 'each shape' });
      const figures = boardsIn(lang).flatMap((board) =>
        panelsOf(board)
          .filter(({ type }) => type === 'stat')
          .map(({ title }) => `${board.uid} ${title}`),
      );
      expect([...rows].filter(([, count]) => count > 0).map(([name]) => name)).toEqual(figures);
    },
    120_000,
  );

  test('no drop-down and no annotation is an error; the live state can be chosen', async () => {
    for (const { name, query } of variablesOf('zh')) {
      const { rows } = await run(rig.store, expanded(query.rawSql, choices(rig.deployment)));
      expect({ at: name, is: rows.length }).toEqual({ at: name, is: name === 'asof' ? 1 : 0 });
    }
    for (const { rawSql } of annotationsOf('en'))
      expect((await run(rig.store, expanded(rawSql, choices(rig.deployment)))).rows).toEqual([]);
  });
});

function keyOf({ indicator, region, period }: Pick<Cell, 'indicator' | 'region' | 'period'>): string {
  return `${indicator}/${region}/${period}`;
}

function asRow(cell: Cell, lang: Lang): Record<string, unknown> {
  const { numerator, denominator, value, verdict, reason, stage, flags, completeness } = cell;
  return {
    numerator,
    denominator,
    value: value === null ? null : Number(value),
    verdict,
    reason: reason ?? '',
    ratio: formatRatio(cell),
    shown: formatValue(cell, lang),
    target: formatTarget(cell, lang),
    stage,
    simulated: flags.includes('simulated'),
    returns_expected: completeness.returnsExpected,
    returns_received: completeness.returnsReceived,
    feeds_attested: completeness.feedsAttested,
  };
}
