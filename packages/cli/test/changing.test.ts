import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CellJson } from './support/cells.ts';
import { duqing, GOLDEN, json, newFolder, replay } from './support/duqing.ts';

/** Commands beside those of the contract, as people type them, over the golden events of 2025Q2 (see golden.test.ts). */
const data = newFolder();
const DATA = ['--data', data];
const SHARE = ['it-solved-share', '--region', '330782', '--period', '2025Q2'];

beforeAll(async () => {
  await replay([GOLDEN], data);
}, 120_000);

interface ConfigJson {
  id: string;
  state: string;
  end: { at: string } | null;
  differences: object[];
  backtest: { flips: { indicator: string; region: string; period: string; before: string; after: string }[] } & Record<
    'alerts',
    object[]
  >;
}

describe('config: a target changed by two posts', () => {
  const PROPOSE = [
    'config',
    'propose',
    'targets',
    '--valid-from',
    '2025-01-01',
    '--source',
    '会议纪要',
    '--reason',
    '试行',
  ];
  const SET = ['--set', 'it-solved-share@county=35'];

  it('is looked at, proposed, refused to its own post, approved by another; figures as of before stay', async () => {
    const tokens: Record<string, string> = {};
    for (const post of ['reviewers', 'others'])
      tokens[post] = (
        await json<{ token: string }>([
          'token',
          'issue',
          '--post',
          post,
          '--role',
          'reviewer',
          '--area',
          '330700',
          ...DATA,
        ])
      ).token;
    const as = (post: string): Record<string, string | undefined> => ({ DUQING_TOKEN: tokens[post] });
    const dry = await duqing([...PROPOSE, ...SET, '--lang', 'en', ...DATA]);
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('@county: the catalogue’s >25 → >35')]);
    expect(dry.stdout).toMatch(/verdicts that flip: \d+/);
    expect(dry.stderr).toContain('dry run');
    const made = await json<ConfigJson>([...PROPOSE, ...SET, '--propose', ...DATA], as('reviewers'));
    const flip = { indicator: 'it-solved-share', region: '330782', period: '2025Q2', before: 'met', after: 'missed' };
    expect(made).toMatchObject({ state: 'open', backtest: { flips: [expect.objectContaining(flip)] } });
    const own = await duqing(['config', 'approve', made.id, ...DATA], as('reviewers'));
    expect([own.code, own.stderr]).toEqual([1, expect.stringContaining('须由提出者以外的另一岗位复核')]);
    const approved = await json<ConfigJson>(['config', 'approve', made.id, ...DATA], as('others'));
    expect(approved).toMatchObject({ state: 'approved', end: { post: 'others' } });
    const [now] = await json<CellJson[]>(['indicators', '--indicator', ...SHARE, ...DATA]);
    expect(now).toMatchObject({ verdict: 'missed', target: { limit: 35 } });
    const before = new Date(Date.parse(approved.end?.at ?? '') - 1).toISOString();
    const [then] = await json<CellJson[]>(['indicators', '--indicator', ...SHARE, '--as-of', before, ...DATA]);
    expect(then).toMatchObject({ verdict: 'met', target: { limit: 25 } });
    const { stdout: audit } = await duqing(['audit', ...DATA], as('others'));
    for (const action of ['propose-configuration', 'approve-configuration']) expect(audit).toContain(action);
    expect(await duqing(['rebuild', ...DATA])).toMatchObject({ code: 0 });
  }, 240_000);

  it.each<[string, string[], RegExp]>([
    ['a part that there is not', ['config', 'propose', 'weather', ...PROPOSE.slice(3), ...SET], /part: one of targets/],
    ['a line that is none', [...PROPOSE, '--set', 'more'], /set: more: .*not KEY=VALUE/],
    ['an id that there is not', ['config', 'show', 'nothing'], /no proposal nothing/],
  ])('%s is wrong use, with the field', async (_, args, message) => {
    const { code, stderr } = await duqing([...args, ...DATA]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('notes', () => {
  it('are carried by the cell wherever it is shown, until taken back; what was said stays in the list', async () => {
    const added = await json<{ id: string }>([
      'notes',
      'add',
      SHARE[0] ?? '',
      '口径待核实',
      ...SHARE.slice(1),
      ...DATA,
    ]);
    const [cell] = await json<CellJson[]>(['indicators', '--indicator', ...SHARE, ...DATA]);
    expect(cell).toMatchObject({ notes: [{ author: 'analysts', text: '口径待核实' }] });
    for (const command of [
      ['explain', ...SHARE],
      ['indicators', '--indicator', ...SHARE],
    ])
      expect((await duqing([...command, ...DATA])).stdout).toContain('口径待核实');
    await json(['notes', 'withdraw', added.id, ...DATA]);
    const [after] = await json<CellJson[]>(['indicators', '--indicator', ...SHARE, ...DATA]);
    expect(after).not.toHaveProperty('notes');
    expect((await duqing(['notes', 'list', ...DATA])).stdout).toMatch(/已撤回: analysts .*\n {2}analysts: 口径待核实/);
    const again = await duqing(['notes', 'withdraw', added.id, ...DATA]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already')]);
  }, 120_000);
});

describe('what lies beside the figures', () => {
  it('pace: what is owed by department with its day, as text, JSON and calendar', async () => {
    const ics = join(newFolder(), 'pace.ics');
    const { code, stdout } = await duqing(['pace', '--region', '330782', '--lang', 'en', '--ics', ics, ...DATA]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d{4}-\d{2}-\d{2} {2}\S+ .*; due \d{4}-12-31/);
    expect(stdout).toContain('days without');
    expect(readFileSync(ics, 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT[^]*END:VCALENDAR\r\n$/);
  });

  it('backtest: what another target would have said', async () => {
    const found = await json<ConfigJson['backtest']>(['backtest', '--change', 'it-solved-share>40', ...DATA]);
    expect(found.flips.length + 1).toBeGreaterThan(0);
    const { code, stderr } = await duqing(['backtest', '--change', 'it-solved-share>many', ...DATA]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('plain number')]);
  });

  it('triangle: a row a period, a column a moment, as CSV and as a picture', async () => {
    const svg = join(newFolder(), 't.svg');
    const { code, stdout } = await duqing([
      'triangle',
      ...SHARE.slice(0, 3),
      '--from',
      '2025-06-01',
      '--csv',
      '--svg',
      svg,
      ...DATA,
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('2025Q2')]);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg /);
  }, 120_000);

  it('export: a workbook', async () => {
    const file = join(newFolder(), 'cells.xlsx');
    expect((await duqing(['export', '--period', '2025Q2', '--xlsx', file, ...DATA])).code).toBe(0);
    expect(existsSync(file) && readFileSync(file).subarray(0, 2).toString()).toBe('PK');
  });
});
