import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeBundle } from '../src/core/bundle.ts';
import { figuresCsv } from '../src/core/figures.ts';
import { verifyBundle } from '../src/index.ts';
import { writeBundle } from '../src/write.ts';
import { fileText, inputOf, NOW, textOf } from './support.ts';

const INPUT = await inputOf();
const BUNDLE = await makeBundle(INPUT, { deployment: 'demo', versions: [] });
const FILES = ['bulletin.html', 'bulletin.pdf', 'bulletin.docx', 'figures.json', 'figures.csv', 'figures.xlsx'];
const PAGE = fileText(BUNDLE, 'bulletin.html');
let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'duqing-bundle-')), 'bundle');
});
afterEach(async () => rm(join(folder, '..'), { recursive: true }));

describe('the same bytes', () => {
  test('for the same input', async () => {
    const again = await makeBundle(await inputOf(), { deployment: 'demo', versions: [] });
    expect([...again.files]).toEqual([...BUNDLE.files]);
    expect(again.id).toBe(BUNDLE.id);
  });

  test.each(['Asia/Shanghai', 'America/Los_Angeles'])('in another process under TZ=%s', async (TZ) => {
    const [support, bundle] = ['./support.ts', '../src/core/bundle.ts'].map(
      (path) => new URL(path, import.meta.url).href,
    );
    const script = `const { inputOf } = await import(${JSON.stringify(support)});
      const { makeBundle } = await import(${JSON.stringify(bundle)});
      process.stdout.write((await makeBundle(await inputOf(), { deployment: 'demo', versions: [] })).id);`;
    const env = { ...process.env, TZ };
    const id = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
    expect(id).toBe(BUNDLE.id);
  });

  test('another cut-off is another bundle', async () => {
    const other = await makeBundle({ ...INPUT, asOf: NOW + 60_000 }, { deployment: 'demo', versions: [] });
    expect(other.id).not.toBe(BUNDLE.id);
  });
});

describe('what the page holds', () => {
  test('P30: charset first, language, title; one file that names no other', async () => {
    expect(PAGE).toMatch(/^<!doctype html>\s*<html lang="zh-CN">\s*<head>\s*<meta charset="utf-8"/);
    expect(PAGE).toContain('<title>2026年第三季度毒情通报（初步版）</title>');
    const links = PAGE.replaceAll('http://www.w3.org/2000/svg', '').match(/https?:|src=|url\((?!#)|<script|<link/g);
    expect(links).toBeNull();
  });

  test.each(['zh', 'en'] as const)('every figure that the page shows reads as figures.json says (%s)', async (lang) => {
    const { files } = await makeBundle({ ...INPUT, lang }, { deployment: 'demo', versions: [] });
    const { figures } = JSON.parse(fileText({ files }, 'figures.json')) as {
      figures: { id: string; shown: { value: string } }[];
    };
    const page = fileText({ files }, 'bulletin.html');
    const shown = [...page.matchAll(/<td[^>]*data-figure="([^"]+)"[^>]*>([\s\S]*?)<\/td>/g)];
    expect(shown.length).toBeGreaterThan(80);
    for (const [, id, cell = ''] of shown) {
      const figure = figures.find((one) => one.id === id);
      if (!figure) throw new Error(`${id} is not in figures.json`);
      if (id?.includes('self-assessed')) continue;
      expect(textOf(cell).replaceAll(/[\s（）()]/g, '')).toContain(figure.shown.value.replaceAll(/[\s（）()]/g, ''));
    }
  });

  test('the charts have a text of their own and the limit of 25 %', async () => {
    const svgs = PAGE.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    expect(svgs).toHaveLength(3);
    for (const svg of svgs) expect(svg).toMatch(/<title id="[^"]+">[^<]+<\/title>\s*<desc id="[^"]+">[^<]+<\/desc>/);
    expect(svgs[0]).toContain('目标 25%');
  });

  test('areas stand in the order of their codes, whatever their figures', async () => {
    const table = PAGE.split('各地指标判定情况')[1]?.split('</table>')[0] ?? '';
    const codes = [...table.matchAll(/<span class="sub">(99\w{4})<\/span>/g)].map(([, code]) => code);
    expect(codes).toEqual(codes.toSorted());
    expect(codes).toHaveLength(INPUT.units.length + 1);
  });

  test('a cell without value is a dash with its reason', async () => {
    const missing = INPUT.cells.filter(({ value, reason }) => value === null && reason !== null);
    expect(missing.length).toBeGreaterThan(0);
    const text = textOf(PAGE);
    expect(text).toContain('未报报表（按地区和责任部门）');
    expect(text).not.toMatch(/25\.0% [>＞] 25%|NaN|undefined/);
  });

  test('the draft is cited as what it is', async () => {
    expect(textOf(PAGE)).toContain('征求意见稿（2018年6月6日）现存部分');
  });

  test('P23: a mass reads alike in the sentence, the table and the figures', async () => {
    const cells = INPUT.cells.map((cell) =>
      cell.indicator === 'seized-mass' && cell.region === INPUT.city.code && cell.period === '2026Q3'
        ? { ...cell, value: 250, numerator: 250 }
        : cell,
    );
    const [mass] = cells.filter(({ indicator, region }) => indicator === 'seized-mass' && region === INPUT.city.code);
    if (!mass) throw new Error('no mass');
    const breakdown = [{ key: 'heroin', numerator: 250, denominator: null, value: 250 }];
    const { files } = await makeBundle(
      { ...INPUT, cells, bySubstance: { ...mass, breakdown } },
      { deployment: 'demo', versions: [] },
    );
    const text = textOf(fileText({ files }, 'bulletin.html'));
    expect(text.match(/\b250克/g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).not.toMatch(/\b(?:2\.5|0\.0025|2500)(?:克|千克)/);
    expect(fileText({ files }, 'figures.json')).toContain('"value":"250克"');
  });
});

test.each([
  ['simulated', true, true],
  ['real', false, false],
] as const)('a %s city is marked so', async (_, simulated, isMarked) => {
  const cells = INPUT.cells.map((cell) => ({ ...cell, flags: [] }));
  const { files } = await makeBundle({ ...INPUT, simulated, cells }, { deployment: 'demo', versions: [] });
  const page = fileText({ files }, 'bulletin.html');
  expect(page.includes('<div class="band"')).toBe(isMarked);
  expect(JSON.parse(fileText({ files }, 'manifest.json'))).toMatchObject({ simulated: isMarked });
});

test('before the quarter is over the flash edition says so', async () => {
  const asOf = Date.parse('2026-09-30T23:59:00+08:00');
  const { files } = await makeBundle({ ...INPUT, edition: 'flash', asOf }, { deployment: 'demo', versions: [] });
  expect(textOf(fileText({ files }, 'bulletin.html'))).toContain('本季度尚未结束');
  expect(textOf(PAGE)).not.toContain('本季度尚未结束');
});

describe('hostile text', () => {
  const HOSTILE = "=cmd|'/c calc'!A0</td><script>alert(1)</script>\u202e\u0000婺磐㎎“”";

  test('is harmless on the page and in the table', async () => {
    const units = INPUT.units.map((unit) => ({ ...unit, name: { zh: HOSTILE, en: HOSTILE } }));
    const { files } = await makeBundle({ ...INPUT, units }, { deployment: 'demo', versions: [] });
    const page = fileText({ files }, 'bulletin.html');
    // eslint-disable-next-line no-control-regex
    expect(page).not.toMatch(/<script|[\u0000\u202e]/);
    expect(page).toContain('婺磐㎎“”');
    const csv = fileText({ files }, 'figures.csv');
    for (const name of ['figures.csv', 'figures.json'])
      // eslint-disable-next-line no-control-regex
      expect(fileText({ files }, name)).not.toMatch(/[\u0000\u202e]|\\u0000/);
    expect(csv.startsWith('\ufeffid,')).toBe(true);
    expect(csv).toContain(`"'=cmd|`.slice(1));
  });

  test('no field of the table is a formula', async () => {
    const [cell] = INPUT.cells;
    if (!cell) throw new Error('no cells');
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n=', ' ='), fc.string(), (sign, rest) => {
        const note = { zh: `${sign}${rest}`, en: '' };
        const csv = String(figuresCsv({ ...INPUT, cells: [{ ...cell, note }], history: [] }));
        const field = csv
          .slice(csv.indexOf('\r\n') + 2)
          .split(',')
          .slice(23)
          .join(',');
        expect(field).not.toMatch(/^"?[=+\-@\t\r]/);
      }),
    );
  });
});

describe('verifyBundle', () => {
  beforeEach(async () => {
    await writeBundle(folder, BUNDLE.files);
  });

  test('finds nothing in a bundle of all its forms as it was written, wherever it lies', async () => {
    expect([...BUNDLE.files.keys()]).toEqual([...FILES, 'manifest.json']);
    expect(await verifyBundle(folder)).toEqual({ ok: true, faults: [] });
    const copy = join(folder, '..', 'copy');
    await cp(folder, copy, { recursive: true });
    expect(await verifyBundle(copy)).toEqual({ ok: true, faults: [] });
  });

  test.each(FILES)('names %s where one byte was altered', async (name) => {
    const content = await readFile(join(folder, name));
    content[content.length - 5] = (content[content.length - 5] ?? 0) ^ 1;
    await writeFile(join(folder, name), content);
    expect(await verifyBundle(folder)).toEqual({ ok: false, faults: [`${name}: altered`] });
  });

  test('names what is missing and what was added', async () => {
    await rm(join(folder, 'figures.csv'));
    await writeFile(join(folder, 'more.txt'), '');
    expect((await verifyBundle(folder)).faults).toEqual(['figures.csv: missing', 'more.txt: not part of the bundle']);
  });

  test('a manifest that was altered is named, its hashes made anew or not', async () => {
    const path = join(folder, 'manifest.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"provisional"', '"final"'));
    expect((await verifyBundle(folder)).faults).toEqual(['manifest.json: altered']);
    await rm(path);
    expect((await verifyBundle(folder)).faults).toEqual(['manifest.json: missing']);
    await writeFile(path, '{}');
    expect((await verifyBundle(folder)).faults).toEqual(['manifest.json: not a manifest of a bulletin']);
  });

  test('a folder that is none is a fault, not an exception', async () => {
    expect((await verifyBundle(join(folder, 'nowhere'))).ok).toBe(false);
  });

  test('a folder that holds something else is left as it is', async () => {
    await writeFile(join(folder, 'figures.csv'), 'mine');
    await expect(writeBundle(folder, BUNDLE.files)).rejects.toThrow(/holds something else/);
    expect(await readFile(join(folder, 'figures.csv'), 'utf8')).toBe('mine');
  });
});
