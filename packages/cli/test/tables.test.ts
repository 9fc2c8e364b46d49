import type { Cell } from '@duqing/catalogue';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cellsTable } from '../src/render/cells-table.ts';
import { wrapped } from '../src/render/wrapped.ts';
import { duqing, GOLDEN, newFolder, replay } from './support/duqing.ts';

const data = newFolder();

beforeAll(async () => {
  await replay([GOLDEN], data);
}, 120_000);

async function table(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await duqing(['indicators', '--period', '2025Q2', '--data', data, ...args]);
  if (code !== 0) throw new Error(stderr);
  return stdout.split('\n');
}

describe('indicators as a table', () => {
  it.each(['zh', 'en'])('fits 100 columns and cuts nothing off, in %s, at the city and every area', async (lang) => {
    const lines = await table('--lang', lang, '--by', 'substance');
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines.filter((line) => stringWidth(line) > 100)).toEqual([]);
    expect(lines.filter((line) => line.includes('…') || line !== line.trimEnd())).toEqual([]);
  });

  it('says verdict by mark and word, the limit, the margin, and that evidence is weak', async () => {
    const lines = await table('--region', '330782', '--indicator', 'lost-contact-rate');
    expect(lines).toEqual([
      '义乌市(330782) 2025Q2',
      expect.stringMatching(/指标\s+数值\s+分子\/分母\s+目标\s+结论\s+余量/),
      expect.stringMatching(/^ ✓ {2}社区戒毒社区康复人员脱失率\s+3\.8%\s+3\/80\s+< 5%\s+达标\*\s+余1$/),
      expect.stringContaining('* 依据不足'),
      '',
    ]);
  });

  it('shows why a figure is not there instead of a zero', async () => {
    const lines = await table('--region', '330723', '--indicator', 'zero-manufacturing', '--lang', 'en');
    expect(lines.join('\n')).toMatch(/\?\s+Manufacturing cases.*—\s+= 0 cases\s+feed not\s/s);
  });

  it.each([
    ['substance', 'seized-mass', ['海洛因', '250.5克', '1500克']],
    ['method', 'cases-solved', ['视频侦查', '线人', '2起']],
    ['channel', 'seizure-count', ['寄递', '场所', '3起']],
  ])('shows the breakdown by %s under its whole', async (by, indicator, words) => {
    const lines = await table('--region', '330782', '--indicator', indicator, '--by', by);
    const rows = lines.filter((line) => line.includes('·')).join('\n');
    for (const word of words) expect(rows).toContain(word);
  });
});

it('a ratio that is too long goes on after its stroke: no number is cut in two', () => {
  const cell = {
    indicator: 'class-hours',
    region: '990101',
    period: '2026Q3',
    numerator: 31_367,
    denominator: 41_823,
    value: 75,
    unit: '%',
    verdict: 'not-due',
    reason: null,
    flags: [],
    target: { comparator: '>=', limit: 100 },
  } as unknown as Cell;
  const text = cellsTable({ cells: [cell], lang: 'zh', nameOf: (id) => id, areaOf: (code) => code });
  expect(text).toMatch(/ 31367\/ .*\n +41823$/m);
});

describe('wrapped', () => {
  it.each([
    ['feed not attested', 10, ['feed not', 'attested']],
    ['缺少下级单位数据', 10, ['缺少下级单', '位数据']],
    ['responsibilities', 6, ['respon', 'sibili', 'ties']],
    ['', 5, ['']],
  ])('%j at %d columns', (text, width, lines) => {
    expect(wrapped(text, width).split('\n')).toEqual(lines);
  });

  it('keeps every character but blanks, and no line is wider than asked', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '毒', '情', '、', '%', '(') });
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 30 }), (given, width) => {
        const lines = wrapped(given, width).split('\n');
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
