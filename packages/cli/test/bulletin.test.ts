import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { duqing, fileOf, GOLDEN, json, newFolder, replay } from './support/duqing.ts';

const base = newFolder();
const DATA = ['--data', join(base, 'data')];
const FIGURE = '330782/it-solved-share/2025Q2';
const CUT_OFF = '2025-07-25T08:00:00+08:00';

async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await duqing([...args, ...DATA]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function refused(args: string[], env = {}): Promise<{ code: number | null; stderr: string }> {
  const { code, stderr } = await duqing([...args, ...DATA], env);
  return { code, stderr };
}

const words = (text: string): string => fileOf('narrative.md', text);

beforeAll(async () => {
  await replay([GOLDEN], join(base, 'data'));
}, 120_000);

describe('bulletin --narrative', () => {
  it('fills figures from the cells and refuses a number written by hand, with its line and no folder', async () => {
    const out = join(base, 'told');
    await said(
      'bulletin',
      '2025Q2',
      '--as-of',
      CUT_OFF,
      '--edition',
      'provisional',
      '--out',
      out,
      '--narrative',
      words(`## summary\n义乌占比为 {{${FIGURE}}}。\n`),
    );
    expect(readFileSync(join(out, 'bulletin.html'), 'utf8')).toContain('义乌占比为 33.3%。');
    const other = [
      'bulletin',
      '2025Q1',
      '--out',
      join(base, 'not'),
      '--narrative',
      words('## summary\n\n共 12 起。\n'),
    ];
    expect(await refused(other)).toEqual({ code: 1, stderr: expect.stringMatching(/line 3: “12” is written by hand/) });
    expect((await duqing(['verify', join(base, 'not')])).code).toBe(1);
  });
});

describe('bulletin diff', () => {
  it('tells in words what a later edition says otherwise, and why', async () => {
    await said('bulletin', '2025Q2', '--edition', 'final', '--out', join(base, 'final'));
    const lines = await said('bulletin', 'diff', '2025Q2', '--edition', 'provisional', '--against', 'final');
    expect(lines).toContain('2025年第二季度初步版（数据截至 2025-07-25 08:00（北京时间）） → 2025年第二季度最终版');
    expect(lines).toMatch(/没有变化|改变的数字 \d+ 个（/);
  });

  it('of two quarters it tells the movements of the city', async () => {
    await said('bulletin', '2025Q1', '--edition', 'final', '--lang', 'en', '--out', join(base, 'first'));
    const lines = await said('bulletin', 'diff', '2025Q1', '2025Q2', '--lang', 'en', '--region', '330782');
    expect(lines).toMatch(/^Q1 2025, final edition .* → Q2 2025, final edition/);
    expect(lines).toMatch(/Yiwu|330782/);
  });

  it.each([
    ['one quarter without two editions', ['2025Q2'], /--edition provisional --against final/],
    ['an edition that is not sealed', ['2024Q1', '2025Q2'], /2024Q1: no edition is sealed/],
    ['no edition', ['2025Q2', '--edition', 'first', '--against', 'final'], /--edition: final, provisional, flash/],
  ])('%s is wrong use', async (_, args, reason) => {
    expect(await refused(['bulletin', 'diff', ...args])).toEqual({ code: 2, stderr: expect.stringMatching(reason) });
  });
});

describe('explain --figure', () => {
  it('resolves to definition, snapshot and the events as of then', async () => {
    const found = await json<Record<string, unknown>>(['explain', '--figure', FIGURE, ...DATA]);
    expect(found).toMatchObject({
      figure: FIGURE,
      definition: { id: 'it-solved-share', clause: expect.any(String) },
      snapshot: { quarter: '2025Q2', edition: 'final', verdict: 'met' },
      verdict: 'met',
      events: expect.arrayContaining([expect.objectContaining({ subject: '330782-2025-0001' })]),
    });
    expect(found['asOf']).toBe((found['snapshot'] as { asOf: string }).asOf);
  });

  it.each([
    [['--figure', 'it-solved-share'], /AREA\/INDICATOR\/PERIOD/],
    [['it-solved-share', '--figure', FIGURE], /no others beside it/],
  ])('%s is wrong use', async (args, reason) => {
    expect(await refused(['explain', ...args])).toEqual({ code: 2, stderr: expect.stringMatching(reason) });
  });
});

async function token(post: string, role: string): Promise<{ DUQING_TOKEN: string }> {
  return { DUQING_TOKEN: (await said('token', 'issue', '--post', post, '--role', role, '--area', '330700')).trim() };
}

function desk(...args: string[]): string[] {
  return ['bulletin', ...args, ...DATA];
}

describe('bulletin draft, review, seal', () => {
  it('goes by posts with tokens: whoever wrote it does not review it, and the console seals nothing', async () => {
    const [writer, chief] = [await token('统计岗', 'analyst'), await token('处长岗', 'reviewer')];
    const ref = ['2025Q3', '--edition', 'final'];
    const drafted = await json<Desk>(desk('draft', ...ref), writer);
    expect(drafted).toMatchObject({ stage: 'drafted', posts: { written: ['统计岗'], reviewed: null } });
    expect((await duqing(['verify', drafted.path])).code).toBe(0);
    expect(await refused(['bulletin', 'review', ...ref], writer)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/another post/),
    });
    expect(await refused(['bulletin', 'seal', ...ref])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/token/),
    });
    await json(desk('review', ...ref), chief);
    const sealed = await json<Desk>(desk('seal', ...ref), chief);
    expect(sealed).toMatchObject({ stage: 'issued', posts: { sealed: '处长岗' } });
    expect((await duqing(['verify', sealed.path])).code).toBe(0);
    const [listed] = await json<Desk[]>(desk('status'));
    expect(listed?.steps.map(({ step }) => step)).toEqual(['drafted', 'reviewed', 'signed', 'issued']);
    expect(await json(desk('corrections'))).toEqual([]);
  });
});

interface Desk {
  stage: string;
  path: string;
  posts: object;
  steps: { step: string }[];
}
