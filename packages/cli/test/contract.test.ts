import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CellJson } from './support/cells.ts';
import { duqing, FIXTURES, fileOf, GOLDEN, json, newFolder, replay } from './support/duqing.ts';

const data = newFolder();
const DATA = ['--data', data];

beforeAll(async () => {
  await replay([GOLDEN], data);
}, 120_000);

const CELL_KEYS = [
  'asOf',
  'breakdown',
  'completeness',
  'denominator',
  'distance',
  'evidence',
  'flags',
  'indicator',
  'numerator',
  'period',
  'published',
  'reason',
  'region',
  'revisedSince',
  'stage',
  'target',
  'unit',
  'value',
  'verdict',
];

async function ask(...args: string[]): Promise<CellJson[]> {
  return json<CellJson[]>(['indicators', ...args, ...DATA]);
}

describe('indicators --json', () => {
  it('gives every promised key in every cell, null where something is missing, never undefined or absent', async () => {
    const cells = await ask('--period', '2025Q2');
    expect(cells.length).toBeGreaterThan(500);
    for (const cell of cells) expect(Object.keys(cell)).toEqual(expect.arrayContaining(CELL_KEYS));
    const silent = cells.find(({ indicator, region }) => indicator === 'it-solved-share' && region === '330723');
    expect(silent).toMatchObject({
      numerator: null,
      denominator: null,
      value: null,
      evidence: null,
      distance: null,
      breakdown: null,
      published: null,
      revisedSince: null,
    });
  });

  it('writes percents as 33.3 and not 0.333, flags as booleans, limits with their comparator', async () => {
    const [share] = await ask('--period', '2025Q2', '--region', '330782', '--indicator', 'it-solved-share');
    expect(share).toMatchObject({
      unit: '%',
      target: { comparator: '>', limit: 25 },
      asOf: expect.stringMatching(/\+08:00$/),
    });
    expect(share?.value).toBeCloseTo(33.333_333, 5);
    const [flag] = await ask('--period', '2025Q2', '--region', '330782', '--indicator', 'transit-hub');
    expect(flag?.value).toBe(false);
  });

  it('writes a breakdown as rows of exactly key, numerator, denominator, value', async () => {
    const args = ['--period', '2025Q2', '--region', '330782', '--indicator', 'it-solved-share', '--by', 'method'];
    const [cell] = await ask(...args);
    const video = cell?.breakdown?.find(({ key }) => key === 'video');
    expect(video).toStrictEqual({ key: 'video', numerator: 1, denominator: 3, value: expect.closeTo(100 / 3, 9) });
  });

  it.each([
    ['2031Q4', '2031Q4', 'quarter'],
    ['1987Q2', '1987Q2', 'quarter'],
    ['2025H1', '2025H1', 'half'],
    ['2025', '2025', 'year'],
    ['creation', 'creation', 'creation'],
  ])('gives cells for any well-formed period, with null where nothing is held: %s', async (period, key, kind) => {
    const cells = await ask('--period', period, '--region', '330723');
    expect(cells.map((cell) => cell.period)).toContain(key);
    const nothing = cells.filter((cell) => cell.period === key && kind !== 'creation');
    for (const cell of nothing) expect([null, 0]).toContain(cell.value);
    const zeros = nothing.filter(({ value }) => value === 0);
    expect(
      zeros
        .map(({ indicator }) => indicator)
        .filter((id) => id !== 'bulletin-issued' && id !== 'self-assessed-failing-items'),
    ).toEqual([]);
  });

  it('asked for a quarter of a half-yearly item, gives the half-year', async () => {
    const cells = await ask('--period', '2025Q2', '--region', '330782', '--indicator', 'inspection-class-b');
    expect(cells.map(({ period }) => period)).toEqual(['2025H1']);
  });
});

describe('explain, alerts, rejects, catalogue --json', () => {
  it('explain gives the same cell as indicators does, with events', async () => {
    const which = ['--region', '330782', '--period', '2025Q2'];
    const explained = await json<CellJson & { events: object[] }>(['explain', 'lost-contact-rate', ...which, ...DATA]);
    const [cell] = await json<CellJson[]>(['indicators', '--indicator', 'lost-contact-rate', ...which, ...DATA]);
    const { events, ...rest } = explained;
    expect({ ...rest, asOf: undefined }).toEqual({ ...cell, asOf: undefined });
    expect(events).toEqual([
      {
        source: '/330782/office',
        id: 'r-330782-lost-contact-rate-2025Q2-r1',
        subject: '330782/lost-contact-rate/2025Q2',
        revision: 1,
        part: 'both',
      },
    ]);
  });

  it('alerts gives the promised keys, no alert in state normal, and takes --at', async () => {
    const alerts = await json<Record<string, unknown>[]>(['alerts', ...DATA]);
    const keys = ['kind', 'key', 'severity', 'indicator', 'region', 'period', 'state', 'since', 'notices', 'text'];
    for (const alert of alerts) {
      expect(Object.keys(alert)).toEqual(expect.arrayContaining(keys));
      expect(alert['state']).not.toBe('normal');
      expect(['critical', 'warning', 'info']).toContain(alert['severity']);
    }
    expect(await json(['alerts', '--at', '2025-01-01T00:00:00+08:00', ...DATA])).toEqual([]);
  });

  it('a zero that occurred is one critical alert in the area of the event', async () => {
    const event = {
      specversion: '1.0',
      id: 'z-1',
      source: '/330782/police',
      type: 'duqing.case.recorded.v1',
      subject: '330782-2026-Z1',
      time: '2026-02-03T09:00:00+08:00',
      receivedtime: '2026-02-03T09:00:00+08:00',
      data: {
        revision: 1,
        region: '330782',
        category: 'manufacturing',
        filedAt: '2026-02-02',
        severity: 'ordinary',
        preControlled: true,
        causedByUser: false,
        outOfSupervision: false,
        persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
      },
    };
    const folder = newFolder();
    await replay([fileOf('zero.ndjson', JSON.stringify(event))], folder);
    const alerts = await json<Record<string, unknown>[]>(['alerts', '--data', folder]);
    const critical = alerts.filter(({ kind }) => kind === 'zero-occurrence');
    expect(critical).toHaveLength(1);
    expect(critical[0]).toMatchObject({
      severity: 'critical',
      region: '330782',
      indicator: 'zero-manufacturing',
      period: '2026Q1',
    });
  });

  it('rejects and rejects list give the same array, empty where nothing was refused', async () => {
    expect(await json(['rejects', ...DATA])).toEqual([]);
    expect(await json(['rejects', 'list', ...DATA])).toEqual([]);
  });

  it('catalogue gives every column of the table for each of its 92 entries, and needs no store', async () => {
    const entries = await json<Record<string, string>[]>(['catalogue'], { DUQING_DATA: '/dev/null/nowhere' });
    expect(entries.length).toBe(92);
    expect(Object.keys(entries[0] ?? {})).toEqual(
      'id,clause,group,basis,name_zh,name_en,kind,source,numerator,denominator,unit,comparator,limit,cells,accumulation,due,levels,roll_up,if_empty,veto,implied_by,department'.split(
        ',',
      ),
    );
  });
});

describe('exit codes', () => {
  const WRONG: [what: string, args: string[], says: RegExp][] = [
    ['an unknown command', ['frobnicate'], /unknown command/],
    ['an unknown option', ['indicators', '--frobnicate'], /unknown option/],
    ['no command', [], /Usage/],
    ['an unknown region', ['indicators', '--region', '999999', ...DATA], /--region.*999999/],
    ['an unknown item', ['indicators', '--indicator', 'nonsense', ...DATA], /--indicator.*nonsense/],
    ['a period that is none', ['indicators', '--period', '2025Q5', ...DATA], /--period.*2025Q5/],
    ['a breakdown that is none', ['indicators', '--by', 'origin', ...DATA], /--by.*origin/],
    ['a moment without an offset', ['indicators', '--as-of', '2025-05-05T00:00:00', ...DATA], /--as-of/],
    ['a language that is none', ['indicators', '--lang', 'fr', ...DATA], /--lang/],
    ['explain without region and period', ['explain', 'it-solved-share', ...DATA], /--region/],
    [
      'explain of an unknown item',
      ['explain', 'nonsense', '--region', '330782', '--period', '2025Q2', ...DATA],
      /nonsense/,
    ],
    [
      'explain of a period that holds four cells',
      ['explain', 'it-solved-share', '--region', '330782', '--period', '2025', ...DATA],
      /2025/,
    ],
    ['a moment of alerts that is none', ['alerts', '--at', 'yesterday', ...DATA], /--at/],
    ['a file that is not there', ['replay', '/nowhere/events.ndjson', ...DATA], /nowhere/],
    ['replay without a file', ['replay', ...DATA], /argument/],
    ['import without a mapping', ['import', GOLDEN, ...DATA], /--mapping/],
    [
      'a revision that is none',
      ['import', GOLDEN, '--mapping', `${FIXTURES}/cbp/mapping.json`, '--revision', '0', ...DATA],
      /--revision/,
    ],
    ['a mapping that is none', ['import', GOLDEN, '--mapping', GOLDEN, ...DATA], /--mapping/],
    ['the store of another deployment', ['indicators', '--deployment', 'demo', ...DATA], /jinhua.*demo/],
  ];

  it.each(WRONG)('2 for wrong use: %s; nothing on stdout, the reason on stderr', async (_, args, says) => {
    const { code, stdout, stderr } = await duqing(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it('1 for an as-of beyond what is settled, saying until when', async () => {
    const { code, stdout, stderr } = await duqing([
      'indicators',
      '--as-of',
      '2099-01-01T00:00:00+08:00',
      '--json',
      ...DATA,
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/beyond the watermark: settled until 20/);
  });

  it('1 where the folder of the data cannot be used', async () => {
    const { code, stderr } = await duqing(['indicators', '--json', '--data', join(GOLDEN, 'folder')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ENOTDIR|not a directory/);
  });

  it('0 for help, on stdout, of every command', async () => {
    for (const args of [['--help'], ['replay', '--help']]) {
      const { code, stdout } = await duqing(args);
      expect(code).toBe(0);
      expect(stdout).toContain('Usage: duqing');
    }
  });

  it('0 where a reader of the output goes away', async () => {
    const { spawnSync } = await import('node:child_process');
    const bin = join(FIXTURES, '../../packages/cli/bin/duqing.js');
    const line = `set -o pipefail; "${process.execPath}" "${bin}" indicators --json --data "${data}" | head -c 10`;
    expect(spawnSync('bash', ['-c', line], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('demo removes nothing but a demo: 2, and the folder is as it was', async () => {
    const { code, stderr } = await duqing(['demo', ...DATA]);
    expect(code).toBe(2);
    expect(stderr).toContain('holds no demo');
    expect(existsSync(join(data, 'store'))).toBe(true);
  });
});
