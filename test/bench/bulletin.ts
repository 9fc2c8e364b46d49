import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BulletinService,
  buildOutline,
  FORMS,
  forAudience,
  makeBundle,
  measured,
  renderHtml,
  type BulletinInput,
} from '@duqing/bulletin';
import type { Cell } from '@duqing/catalogue';
import { DEFAULT_RULE } from '@duqing/disclosure';
import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from '@duqing/simulator';
import { openStandalone } from '@duqing/standalone';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import { rounded, type Bench, type BenchRow } from './bench.ts';
import { grownBy, heldMiB } from './memory.ts';

const AS_OF = Date.parse('2026-10-20T08:00:00+08:00');
const [QUARTER, QUARTERS] = ['2026Q3', 7];
/** Areas of the larger city: with `full` thousands, which take minutes. */
const SIZES = { usual: 300, full: 3_000 };
const RULE = { rule: DEFAULT_RULE, earlier: [] };
const SECONDS = 'a few seconds for all forms of eleven areas';

/** All forms of a bulletin: what is read, what is kept back, what is rendered; of the made-up city and of one with thousands of areas. */
export const bulletin: Bench = async ({ note, full }) => {
  const deployment = await loadDeployment('demo');
  const folder = await mkdtemp(join(tmpdir(), 'duqing-bench-'));
  const store = await openStore({ kind: 'embedded', path: folder });
  try {
    await migrate(store);
    note('filling');
    const standalone = openStandalone({ store, deployment, clock: () => AS_OF, replay: true });
    for (const { topic, key, value } of generateCity({ deployment, quarters: QUARTERS, seed: 3, until: '2026-10-19' }))
      await standalone.bus.publish(topic, [{ key, value }]);
    await standalone.settle('replay');
    const { reader } = standalone;
    const watermark = async (): Promise<number> => AS_OF;
    const service = new BulletinService({
      reader,
      deployment,
      clock: () => AS_OF,
      watermark,
      notices: async () => [],
      append: async () => undefined,
    });
    const at = { edition: 'provisional', setting: new Setting(deployment, AS_OF) } as const;
    const gather = async (): Promise<BulletinInput> =>
      service.gather({ quarter: QUARTER, lang: 'zh', audience: 'public' }, at);
    await gather();
    const { ms: query, value: input } = await timed(gather);
    const small = await rows(input, note);
    const render = small.find(({ id }) => id.endsWith('/render'))?.value ?? 0;
    const ratio = rounded(render / query);
    const areas = input.units.length;
    return [
      {
        id: `bulletin/${areas}/query`,
        value: rounded(query),
        unit: 'ms',
        ratio,
        goal: 'ratio: rendering to querying',
        ok: null,
      },
      ...small.map((row) =>
        row.id.endsWith('/render') ? { ...row, goal: SECONDS, ok: render + query < 10_000 } : row,
      ),
      ...(await rows(multiplied(input, full ? SIZES.full : SIZES.usual), note)),
    ];
  } finally {
    await close(store, folder);
  }
};

async function close(store: Store, folder: string): Promise<void> {
  await store.close();
  await rm(folder, { recursive: true, force: true });
}

async function rows(input: BulletinInput, note: (text: string) => void): Promise<BenchRow[]> {
  const prefix = `bulletin/${input.units.length}`;
  note(`${prefix}: keeping back`);
  const { ms: disclose, value: told } = await timed(async () => forAudience(input, RULE));
  note(`${prefix}: rendering`);
  const { ms: render, value: bundle } = await timed(async () => makeBundle(told, { deployment: 'demo', versions: [] }));
  const bytes = [...bundle.files.values()].reduce((sum, content) => sum + measured(content).bytes, 0);
  const row = (name: string, value: number, unit: string, goal: string | null = null): BenchRow => ({
    id: `${prefix}/${name}`,
    value: rounded(value),
    unit,
    ratio: null,
    goal,
    ok: goal === null ? null : value < BOUND_MIB,
  });
  const rows = [
    row('cells', input.cells.length, 'cells'),
    row('keep-back', disclose, 'ms'),
    row('kept-back', told.cells.filter(({ withheld }) => withheld).length, 'cells'),
    row('render', render, 'ms'),
    row('size', bytes / 1_048_576, 'MiB'),
  ];
  note(`${prefix}: memory of each form`);
  for (const { name, before, most } of await memoryOf(input, told)) {
    rows.push(row(`${name}/memory-before`, before, 'MiB'));
    rows.push(row(`${name}/memory-more`, most - before, 'MiB', `less than ${BOUND_MIB} MiB more`));
  }
  return rows;
}

const BOUND_MIB = 1_024;

/** What each step needs beside what was held before it: the figures of all areas, and the engine. */
async function memoryOf(
  input: BulletinInput,
  told: BulletinInput,
): Promise<{ name: string; before: number; most: number }[]> {
  const outline = buildOutline(told);
  const steps: Record<string, () => unknown> = {
    'keep-back': () => forAudience(input, RULE),
    'bulletin.html': () => renderHtml(buildOutline(told)),
  };
  for (const [name, make] of Object.entries(FORMS)) steps[name] = async () => measured(await make(told, outline));
  const found = [];
  for (const [name, work] of Object.entries(steps)) {
    const before = heldMiB();
    found.push({ name, before, most: before + (await grownBy(work)) });
  }
  return found;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

function codeOf(code: string, time: number): string {
  return `${code}-${time}`;
}

/** A city whose areas are the given ones over and over, under codes of their own; its own figures are as many times as large. */
function multiplied(input: BulletinInput, count: number): BulletinInput {
  const times = Math.ceil(count / input.units.length);
  const copies = Array.from({ length: times }, (_, time) => time);
  const units = copies
    .flatMap((time) => input.units.map(({ code, name }) => ({ code: codeOf(code, time), name })))
    .slice(0, count);
  const known = new Set(units.map(({ code }) => code));
  const many = (cells: readonly Cell[]): Cell[] =>
    cells.flatMap((cell) => {
      if (cell.region === input.city.code) return [larger(cell, times)];
      return copies
        .map((time) => ({ ...cell, region: codeOf(cell.region, time) }))
        .filter(({ region }) => known.has(region));
    });
  return { ...input, units, cells: many(input.cells), previousCells: many(input.previousCells) };
}

function larger(cell: Cell, times: number): Cell {
  const all = (codes: readonly string[]): string[] =>
    codes.flatMap((code) => Array.from({ length: times }, (_, time) => codeOf(code, time)));
  const { completeness, numerator, denominator, value } = cell;
  const isCount = denominator === null && typeof value === 'number';
  return {
    ...cell,
    numerator: numerator && numerator * times,
    denominator: denominator && denominator * times,
    value: isCount ? value * times : value,
    completeness: {
      ...completeness,
      unitsIncluded: all(completeness.unitsIncluded),
      unitsMissing: all(completeness.unitsMissing),
    },
  };
}
