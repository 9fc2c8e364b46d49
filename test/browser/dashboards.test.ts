import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Lang } from '@duqing/catalogue';
import { writeSite, type Site } from '@duqing/dashboards/preview';
import { Setting } from '@duqing/regions';
import { writeDimensions } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, type Browser } from './chromium.ts';
import { NOW, openCity, PERIOD, type City } from './city.ts';
import { BOARD_IN_PAGE, IN_PAGE } from './in-page.ts';

const skip = CHROMIUM === undefined && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs chromium)' : '';
/** Where pictures of the boards are put; none are made unless it is set. */
const PICTURES = process.env['DUQING_PICTURES'];
const LANGS: Lang[] = ['zh', 'en'];
const BOARDS = [
  'overview',
  'indicator',
  'it-solving',
  'enforcement',
  'seizures',
  'intelligence',
  'treatment',
  'precursors',
  'prevention',
  'governance',
  'quality',
  'pipeline',
];

/** The first item of the catalogue is a full count, which has no interval; nothing came through Kafka. */
const MAY_BE_EMPTY = /95 ?%|心跳|Heartbeat/;

let city: City;
let site: Site;
let browser: Browser;
let out: string;

beforeAll(async () => {
  if (skip) return;
  city = await openCity();
  await writeDimensions(city.store, { setting: new Setting(city.deployment, NOW), writtenAt: NOW });
  out = mkdtempSync(join(tmpdir(), 'duqing-boards-'));
  const boards = new URL('../../dashboards/generated/boards/', import.meta.url);
  site = await writeSite({ store: city.store, boards, out, langs: LANGS, now: NOW, extent: 'defaults' });
  browser = await startBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await city?.close();
  if (out) rmSync(out, { recursive: true, force: true });
}, 60_000);

function urlOf(page: string): string {
  return pathToFileURL(join(out, page)).href;
}

describe(`boards as pages in Chromium${needs}`, () => {
  test.skipIf(skip)('no board is left out, and no panel is empty but those that may be', () => {
    expect(site.pages.toSorted()).toEqual(
      LANGS.flatMap((lang) => BOARDS.map((board) => `${lang}/${board}.html`)).toSorted(),
    );
    expect(site.empty.filter((panel) => !MAY_BE_EMPTY.test(panel))).toEqual([]);
  });

  test.skipIf(skip).each(BOARDS.flatMap((board) => LANGS.map((lang) => ({ board, lang }))))(
    '$board, $lang: every panel is drawn, marked as simulated, with nothing in the console, on a wide screen and on a phone',
    async ({ board, lang }) => {
      for (const width of [1440, 360]) {
        const { page, troubles } = await browser.open(urlOf(`${lang}/${board}.html`), { width });
        const { undrawn, ...said } = await page.evaluate<{ undrawn: string[] }>(BOARD_IN_PAGE.drawn);
        expect({ width, undrawn }).toEqual({ width, undrawn: [] });
        expect(said).toEqual({ empties: ['indicator', 'pipeline'].includes(board) ? 1 : 0, wider: false, unsaid: [] });
        expect(await page.locator('.band').innerText()).toContain('模拟数据');
        expect(troubles).toEqual([]);
        if (PICTURES !== undefined && width === 1440) {
          mkdirSync(PICTURES, { recursive: true });
          await page.screenshot({ path: `${PICTURES}/board-${board}-${lang}.png`, fullPage: true });
        }
        await page.context().close();
      }
    },
  );

  test.skipIf(skip)('Chinese boards show Chinese names for codes, English ones no Chinese but the band', async () => {
    const zh = await browser.open(urlOf('zh/seizures.html'), { width: 1440 });
    expect(await zh.page.evaluate<string>(IN_PAGE.text)).not.toMatch(/methamphetamine|heroin|parcel|premises/);
    const en = await browser.open(urlOf('en/overview.html'), { width: 1440 });
    const text = (await en.page.evaluate<string>(BOARD_IN_PAGE.figures)).replaceAll('模拟数据', '');
    expect(text.match(/\p{Script=Han}+/gu) ?? []).toEqual([]);
  });

  test.skipIf(skip)('the keyboard reaches every panel and scrolls it; what has the focus is seen', async () => {
    const { page } = await browser.open(urlOf('zh/it-solving.html'), { width: 1440 });
    const panels = await page.locator('.panel').count();
    const seen = new Set<string>();
    for (let step = 0; step < 200 && seen.size < panels; step += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<{ panel: string; outline: number; onScreen: boolean }>(BOARD_IN_PAGE.focus);
      expect(at.outline).toBeGreaterThanOrEqual(2);
      expect(at.onScreen).toBe(true);
      if (at.panel !== '') seen.add(at.panel);
    }
    expect(seen.size).toBe(panels);
  });

  test.skipIf(skip)('a figure on the board is that of the reader, and leads to its events', async () => {
    const { page } = await browser.open(urlOf('en/it-solving.html'), { width: 1440 });
    const [cell] = await city.reader.cells({ indicator: 'it-solved-share', region: '990100', period: PERIOD });
    const row = page.locator('.p-table tbody tr', { hasText: `${cell?.numerator}/${cell?.denominator}` }).first();
    expect(await row.innerText()).toContain('Yunlu City');
    const link = row.locator('a').first();
    expect(await link.getAttribute('href')).toBe(
      `http://127.0.0.1:8080/indicators/it-solved-share?region=990100&period=${PERIOD}&lang=en`,
    );
  });

  test.skipIf(skip)('choices that were made are links to pages that exist, the others are not links', async () => {
    const { page } = await browser.open(urlOf('zh/overview.html'), { width: 1440 });
    expect(await page.locator('.choices a').count()).toBe(0);
    expect(await page.locator('.choices .off').count()).toBeGreaterThan(10);
    const hrefs = await page.evaluate<string[]>(BOARD_IN_PAGE.pages);
    expect(hrefs.length).toBeGreaterThan(12);
    for (const href of new Set(hrefs)) expect(await readFile(new URL(href), 'utf8')).toContain('<main');
  });

  test.skipIf(skip)('no intelligence id is on any board', async () => {
    const rows = await city.store.query<{ subject: string }>(
      "SELECT DISTINCT subject FROM ledger WHERE family = 'intelligence'",
    );
    expect(rows.length).toBeGreaterThan(10);
    const texts = await Promise.all(site.pages.map(async (name) => readFile(join(out, name), 'utf8')));
    expect(rows.filter(({ subject }) => texts.some((text) => text.includes(subject)))).toEqual([]);
  });
});
