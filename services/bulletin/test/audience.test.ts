import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@duqing/catalogue';
import { DEFAULT_RULE } from '@duqing/disclosure';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forAudience } from '../src/core/audience.ts';
import { buildOutline } from '../src/core/build.ts';
import { makeBundle } from '../src/core/bundle.ts';
import { figureRows, figuresJson } from '../src/core/figures.ts';
import { figureId } from '../src/core/rows.ts';
import type { BulletinInput } from '../src/core/types.ts';
import { bytesOf, inputOf, textOf } from './support.ts';

const RULE = { rule: DEFAULT_RULE, earlier: [] };
const MAKING = { deployment: 'demo', versions: [] };
const RAW = await inputOf({ audience: 'public' });
const PUBLIC = forAudience(RAW, RULE);
const OWN = RAW.units[4]!;
const COUNTY = forAudience({ ...RAW, audience: `county:${OWN.code}`, focus: OWN }, RULE);
/** Reads a PDF's text. */
const READER = ['/usr/bin', 'pdftotext'].join('/');
const isMissing = !existsSync(READER) && process.env['CI'] !== 'true';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duqing-audience-'));
});
afterAll(async () => rm(folder, { recursive: true }));

/** What each file of a bundle says, packed ones unpacked. */
async function textsOf(input: BulletinInput): Promise<Map<string, string>> {
  const { files } = await makeBundle(input, MAKING);
  const read = [...files].filter(([name]) => !isMissing || !name.endsWith('.pdf'));
  const texts = read.map(async ([name, content]): Promise<[string, string]> => {
    const bytes = bytesOf(content);
    if (/\.(?:docx|xlsx)$/.test(name)) return [name, unpacked(bytes)];
    if (!name.endsWith('.pdf')) return [name, bytes.toString('utf8')];
    await writeFile(join(folder, name), bytes);
    return [name, execFileSync(READER, ['-layout', join(folder, name), '-'], { encoding: 'utf8' })];
  });
  return new Map(await Promise.all(texts));
}

function unpacked(content: Buffer): string {
  return Object.entries(unzipSync(content))
    .filter(([name]) => /\.(?:xml|rels)$/.test(name))
    .map(([, bytes]) => strFromU8(bytes))
    .join('\n');
}

/** The same with every number of a figure replaced by one that is found nowhere else. */
function marked(input: BulletinInput, at: (cell: Cell) => Partial<Cell> | undefined): BulletinInput {
  const cells = input.cells.map((cell) => ({ ...cell, ...at(cell) }));
  return { ...input, cells };
}

const withheld = PUBLIC.cells.filter((cell) => cell.withheld);

describe(`the public edition${isMissing ? ', its PDF skipped: needs poppler-utils' : ''}`, () => {
  test('keeps figures back, in areas and of the city, and says how many', () => {
    expect(withheld.length).toBeGreaterThan(40);
    expect(withheld.length).toBeLessThan(RAW.cells.length / 5);
    expect(PUBLIC.disclosure).toEqual({ threshold: 3, withheld: withheld.length, rounding: null });
  });

  test('no form holds a number of a small share, wherever it may stand', async () => {
    const share = (cell: Cell): Partial<Cell> | undefined =>
      cell.indicator === 'lost-contact-rate' && cell.region !== RAW.city.code
        ? {
            numerator: 1,
            denominator: 70_777,
            value: 0.001_412_9,
            distance: { toMeet: 0, toBreak: 70_778, text: { zh: '70779', en: '70779' } },
          }
        : undefined;
    const input = forAudience(marked(RAW, share), RULE);
    for (const [name, text] of await textsOf(input)) {
      const bare = text.replaceAll(',', '').replaceAll(/[0-9a-f]{16,}/g, '');
      expect([name, bare.match(/7077[789]|0\.00141/)]).toEqual([name, null]);
    }
  });

  test.each([
    ['zh', '不予公布'],
    ['en', 'suppressed'],
  ] as const)(
    'each figure that is kept back says so in its place, and the legend what that means (%s)',
    async (lang, word) => {
      const input = { ...PUBLIC, lang };
      const shown = buildOutline(input).blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []));
      const ids = new Set(withheld.map(figureId));
      const entries = shown.filter(({ figure }) => figure !== undefined && ids.has(figure));
      expect(entries.length).toBeGreaterThan(2);
      expect(new Set(entries.map(({ text }) => text))).toEqual(new Set([word]));
      for (const [name, text] of await textsOf(input))
        expect([name, name === 'manifest.json' || text.includes(word)]).toEqual([name, true]);
      const page = textOf((await makeBundle(input, MAKING)).files.get('bulletin.html') as string);
      expect(page).toContain(
        lang === 'zh' ? `“${word}”：为不致推知个人或企业` : `"${word}": so that nobody can be recognised`,
      );
    },
  );

  test('in the tables of figures neither zero nor blank stands for it', () => {
    const rows = [...figureRows(PUBLIC)].filter(([id]) => withheld.some((cell) => figureId(cell) === id));
    expect(rows).toHaveLength(withheld.length);
    for (const row of rows) expect(row.slice(6, 9)).toEqual(['不予公布', '不予公布', '不予公布']);
    const { figures } = JSON.parse(String(figuresJson(PUBLIC))) as { figures: Record<string, unknown>[] };
    const kept = figures.filter((one) => one['withheld'] === true);
    expect(kept.map(({ value, verdict, shown }) => [value, verdict, (shown as { value: string }).value])).toEqual(
      kept.map(() => [null, null, '不予公布']),
    );
  });

  test('intelligence, minors, origin, the own count, alerts and whoever owes a return are not in it', async () => {
    const alert = {
      kind: 'x',
      key: 'x',
      severity: 'critical',
      state: 'firing',
      period: RAW.quarter,
      region: OWN.code,
    } as const;
    const alerts = [
      { ...alert, indicator: null, since: '', notices: [], text: { zh: '机密预警', en: 'secret' }, simulated: true },
    ];
    const page = textOf(
      (await makeBundle(forAudience({ ...RAW, alerts } as unknown as BulletinInput, RULE), MAKING)).files.get(
        'bulletin.html',
      ) as string,
    );
    expect(page).not.toMatch(
      /情报线索|群众举报|未成年人员占|中小学生吸毒|本地籍|重点地区人员|内部测算不达标|机密预警|未报报表（按地区/,
    );
    expect(page).toContain('云麓市 · 公开版');
    expect(page).not.toContain('内部使用');
  });

  test('what analysts noted, a second source and what the house published are left out', () => {
    const secrets: Partial<Cell> = {
      notes: [{ id: '1', at: '', author: 'post', text: 'secret' }],
      published: { edition: 'provisional', value: 70_777, verdict: 'met' },
      revisedSince: true,
    };
    const told = forAudience(
      marked(RAW, () => secrets),
      RULE,
    );
    const text = String(figuresJson(told));
    expect(text).not.toMatch(/secret|70777/);
  });

  test('the summary counts what is kept back apart and never says that no veto occurred', () => {
    const lead = buildOutline(PUBLIC).blocks.find((block) => block.kind === 'lead');
    const said = lead?.kind === 'lead' ? lead.sentences.join('') : '';
    expect(said).toMatch(/不予公布 \d+ 项/);
    expect(said).toContain('一票否决指标不予公布');
    expect(said).not.toMatch(/均未发生|内部测算/);
  });

  test('a placeholder of a figure that is kept back gives no number', () => {
    const [cell] = withheld.filter(({ region }) => region !== RAW.city.code);
    const narrative = `## summary\n情况：{{${figureId(cell!)}}}，{{${figureId(cell!)}:change}}。\n`;
    const texts = JSON.stringify(buildOutline({ ...PUBLIC, narrative }));
    expect(texts).toContain('情况：不予公布，—。');
  });

  test('hostile names are as harmless as in the internal edition', async () => {
    const HOSTILE = "=cmd|'/c calc'!A0</td><script>alert(1)</script>\u202e";
    const units = RAW.units.map((unit) => ({ ...unit, name: { zh: HOSTILE, en: HOSTILE } }));
    const texts = await textsOf(forAudience({ ...RAW, units }, RULE));
    expect(texts.get('bulletin.html')).not.toMatch(/<script|\u202e/);
    expect(texts.get('figures.csv')).not.toMatch(/(?:^|,)"?=cmd/m);
  });

  test('the same input gives the same bytes', async () => {
    const [one, two] = [
      await makeBundle(PUBLIC, MAKING),
      await makeBundle(forAudience(await inputOf({ audience: 'public' }), RULE), MAKING),
    ];
    expect(two.id).toBe(one.id);
  });

  test('a city with nothing reported: nothing is kept back, and nothing is well', () => {
    const cells = RAW.cells.map((cell): Cell => {
      const { base: _base, ...rest } = cell;
      return {
        ...rest,
        numerator: null,
        denominator: null,
        value: null,
        verdict: 'not-assessable',
        reason: 'return-missing',
        distance: null,
      };
    });
    const empty = forAudience({ ...RAW, cells, previousCells: [], yearBeforeCells: [], history: [] }, RULE);
    expect(empty.cells.some((cell) => cell.withheld)).toBe(false);
    expect(JSON.stringify(buildOutline(empty))).toContain('不能据此认为情况良好');
  });
});

function row(key: string, value: number) {
  return { key, numerator: value, denominator: null, value };
}

describe('mass by substance for the public', () => {
  const mass = RAW.cells.find(({ indicator, region }) => indicator === 'seized-mass' && region === RAW.city.code)!;
  const input: BulletinInput = {
    ...RAW,
    bySubstance: {
      ...mass,
      breakdown: [row('heroin', 70_777), row('methamphetamine', 900), row('ketamine', 60), row('fentanyl', 3.217)],
    },
    seizuresBySubstance: {
      ...mass,
      breakdown: [row('heroin', 30), row('methamphetamine', 12), row('ketamine', 4), row('fentanyl', 1)],
    },
  };

  test('a substance of one seizure is neither weighed nor named, and another stands with it', () => {
    const table = JSON.stringify(buildOutline(forAudience(input, RULE)));
    expect(table).not.toMatch(/芬太尼|3\.217|氯胺酮|60克/);
    expect(table).toContain('其余种类');
    expect(table).toContain('70.777千克');
  });

  test('in the internal edition all of them stand', () => {
    expect(JSON.stringify(buildOutline({ ...input, audience: 'internal' }))).toMatch(/芬太尼[\s\S]*3\.217克/);
  });
});

describe('rounding', () => {
  test.each(['conventional', 'controlled'] as const)(
    '%s: what is shown of persons is a multiple, areas add up if controlled',
    (method) => {
      const input = forAudience(RAW, { rule: { threshold: 3, rounding: { base: 5, method } }, earlier: [] });
      const cells = input.cells.filter(({ indicator, withheld: isKept }) => indicator === 'cases-filed' && !isKept);
      expect(cells.map(({ numerator }) => (numerator ?? 0) % 5)).toEqual(cells.map(() => 0));
      const [city] = cells.filter(({ region }) => region === RAW.city.code);
      const sum = cells.filter((cell) => cell !== city).reduce((total, { numerator }) => total + (numerator ?? 0), 0);
      const truth = RAW.cells.filter(
        ({ indicator, region }) => indicator === 'cases-filed' && region !== RAW.city.code,
      );
      const isAll = cells.length === truth.length + 1;
      expect(method === 'controlled' && isAll ? city?.numerator : sum).toBe(sum);
      expect(JSON.stringify(buildOutline(input))).toContain('按5的倍数修约');
    },
  );

  test('no rounded rate contradicts its verdict, and no figure is made of exact numbers', () => {
    const input = forAudience(RAW, {
      rule: { threshold: 3, rounding: { base: 5, method: 'controlled' } },
      earlier: [],
    });
    for (const { indicator, numerator, denominator, value, target, verdict } of input.cells.filter(
      (cell) => cell.indicator === 'execution-rate' && cell.value !== null,
    )) {
      expect([indicator, (numerator ?? 0) % 5, (denominator ?? 0) % 5]).toEqual([indicator, 0, 0]);
      expect(verdict === 'met').toBe(Number(value) >= Number(target?.limit));
    }
  });
});

describe('a county edition', () => {
  test('holds the own area and the city, whole, and no other area', async () => {
    expect(new Set(COUNTY.cells.map(({ region }) => region))).toEqual(new Set([RAW.city.code, OWN.code]));
    expect(COUNTY.cells.filter(({ region }) => region === OWN.code)).toEqual(
      RAW.cells.filter(({ region }) => region === OWN.code),
    );
    expect(COUNTY.cells.some((cell) => cell.withheld)).toBe(false);
    const others = RAW.units.filter(({ code }) => code !== OWN.code);
    for (const [name, text] of await textsOf(COUNTY))
      expect([name, others.filter(({ code, name: named }) => text.includes(code) || text.includes(named.zh))]).toEqual([
        name,
        [],
      ]);
  });

  test('speaks of its area first', () => {
    const outline = buildOutline(COUNTY);
    expect(outline.under.join()).toContain(`${OWN.name.zh}县级版 · 内部使用`);
    expect(outline.letter.addressee).toBe(`${OWN.name.zh}禁毒委员会：`);
    expect(JSON.stringify(outline.blocks)).toContain(`${OWN.name.zh}有目标的指标共`);
  });

  test('where one other area alone is in the city’s figure, that figure is kept back', () => {
    const other = RAW.units.find(({ code }) => code !== OWN.code)?.code;
    const two = [RAW.city.code, OWN.code, other];
    const cells = RAW.cells.filter((cell) => cell.indicator !== 'cases-filed' || two.includes(cell.region));
    const county = forAudience({ ...RAW, cells, audience: `county:${OWN.code}`, focus: OWN }, RULE);
    const kept = county.cells.filter((cell) => cell.withheld).map(figureId);
    expect(kept).toEqual([`${RAW.city.code}/cases-filed/${RAW.quarter}`]);
  });
});

test('the internal edition is as it was gathered', () => {
  expect(forAudience({ ...RAW, audience: 'internal' }, RULE)).toEqual({ ...RAW, audience: 'internal' });
});

test('of a city with thousands of areas a table ends where nobody reads on, and says how much more there is', () => {
  const [area] = RAW.units;
  const units = Array.from({ length: 3_000 }, (_, at) => ({ code: String(at), name: area!.name }));
  const blocks = buildOutline({ ...PUBLIC, units }).blocks;
  const longest = Math.max(...blocks.map((block) => (block.kind === 'table' ? block.rows.length : 0)));
  expect(longest).toBe(500);
  expect(JSON.stringify(blocks)).toContain('上表其余 2501 行见数据文件。');
});
