import { mkdirSync } from 'node:fs';
import { createLogger } from '@duqing/runtime';
import { createWebApp, type WebApp } from '@duqing/web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, type Browser } from './chromium.ts';
import { NOW, openCity, PERIOD, type City } from './city.ts';
import { IN_PAGE } from './in-page.ts';

const skip = CHROMIUM === undefined && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs chromium)' : '';
/** Where pictures of the pages are put; none are made unless it is set. */
const PICTURES = process.env['DUQING_PICTURES'];

const PATHS = {
  overview: `/?period=${PERIOD}`,
  indicator: `/indicators/it-solved-share?region=990100&period=${PERIOD}`,
  'own-count': `/indicators/self-assessed-failing-items?period=${PERIOD}`,
  county: `/indicators/zero-manufacturing?region=990102&period=${PERIOD}`,
  survey: '/indicators/awareness-rate',
  alerts: '/alerts',
  signals: '/signals',
  rejects: '/rejects',
  bulletins: '/bulletins',
} as const;
const WIDTHS = { wide: 1280, phone: 390 } as const;

let city: City;
let web: WebApp;
let browser: Browser;
let url: string;

beforeAll(async () => {
  if (skip) return;
  city = await openCity();
  const { reader, deployment } = city;
  web = await createWebApp({
    reader,
    deployment,
    clock: () => NOW,
    logger: createLogger({ name: 'web', level: 'silent' }),
  });
  url = await web.listen({ port: 0 });
  browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await city?.close();
}, 60_000);

test.skipIf(skip)(`the outbreak of the made-up city is raised by early warning${needs}`, async () => {
  const { signals } = await city.reader.signals();
  expect(signals.map(({ key }) => key)).toContain('early-warning/seizures/synthetic-cannabinoids/990181');
});

const WORDS = ['达标', '不达标', '未到期', '无法评估', '不适用'];

/** By area: how many items stand how, in the rows of a page or a bulletin that say so. */
function countsIn(markup: string): Map<string, number[]> {
  return new Map(
    markup.split('<tr').flatMap((row) => {
      const area = /9901\w\w/.exec(row)?.[0] ?? '';
      const told = WORDS.map(
        (word) => new RegExp(`data-label="(?:\\S )?${word}"[^>]*>(?:<[^>]*>)*(\\d+)<`).exec(row)?.[1],
      );
      return told.includes(undefined) ? [] : [[area, told.map(Number)]];
    }),
  );
}

test.skipIf(skip)(`the overview counts each area’s items as the sealed bulletin does${needs}`, async () => {
  const [sealed] = (await (await fetch(`${url}/api/bulletins`)).json()) as { id: string }[];
  const bulletin = await (await fetch(`${url}/bulletins/${sealed?.id}/bulletin.html`)).text();
  const overview = await (await fetch(`${url}${PATHS.overview}`)).text();
  expect(countsIn(overview).size).toBe(12);
  expect([...countsIn(overview)]).toEqual([...countsIn(bulletin)]);
});

const CASES = Object.keys(PATHS).flatMap((name) =>
  (['zh', 'en'] as const).flatMap((lang) =>
    (['wide', 'phone'] as const).map((size) => ({ name: name as keyof typeof PATHS, lang, size })),
  ),
);

describe(`pages in Chromium${needs}`, () => {
  test.skipIf(skip).each(CASES)(
    '$name, $lang, $size: whole, labelled, no wider than the screen, nothing in the console',
    async ({ name, lang, size }) => {
      const path = PATHS[name];
      const { page, troubles } = await browser.open(`${url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`, {
        width: WIDTHS[size],
      });
      expect(await page.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      expect(await page.evaluate<string>(IN_PAGE.lang)).toBe(lang === 'zh' ? 'zh-CN' : 'en');
      expect(await page.locator('.band').innerText()).toContain('模拟数据');
      expect(troubles).toEqual([]);
      if (PICTURES !== undefined) {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: `${PICTURES}/${name}-${size === 'phone' ? 'phone-' : ''}${lang}.png` });
      }
      await page.context().close();
    },
  );

  test.skipIf(skip)(
    'Chinese pages hold no English words of ours, English pages only Chinese names and the band',
    async () => {
      const zh = await browser.open(`${url}/`, { width: 1280 });
      const words = (await zh.page.evaluate<string>(IN_PAGE.text)).replace(/\b(English|\w*\d\w*)\b|\/\S+/g, '');
      expect(words.match(/[A-Za-z]{3,}/g) ?? []).toEqual([]);
      const en = await browser.open(`${url}/?lang=en`, { width: 1280 });
      const found = (await en.page.evaluate<string>(IN_PAGE.text)).replaceAll('模拟数据', '').replaceAll('中文', '');
      expect(found.match(/\p{Script=Han}+/gu) ?? []).toEqual([]);
    },
  );

  test.skipIf(skip)(
    'works without scripts: the quarter is changed, a square leads to its figure, the figure to the other language',
    async () => {
      const { page } = await browser.open(`${url}/`, { width: 1280, scripts: false });
      await page.getByLabel('季度').selectOption('2026Q2');
      await page.getByRole('button', { name: '查看' }).click();
      expect(page.url()).toContain('period=2026Q2');
      expect(await page.locator('h1').innerText()).toContain('2026年第二季度');
      await page.locator('td.sq.v-missed a').first().click();
      expect(page.url()).toMatch(/\/indicators\/[a-z0-9-]+\?region=9901\w\w&period=2026/);
      const region = new URL(page.url()).searchParams.get('region');
      await page.getByRole('link', { name: 'English' }).click();
      const there = new URL(page.url()).searchParams;
      expect([there.get('lang'), there.get('region')]).toEqual(['en', region]);
    },
  );

  test.skipIf(skip)('the keyboard gets everywhere and shows where it is, the skip link first', async () => {
    const { page } = await browser.open(`${url}/`, { width: 1280 });
    const seen: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate<{ text: string; outline: number; onScreen: boolean }>(IN_PAGE.focus);
      seen.push(focus.text);
      expect(focus).toMatchObject({ onScreen: true });
      expect(focus.outline).toBeGreaterThanOrEqual(2);
    }
    expect(seen[0]).toBe('跳到正文');
    expect(new Set(seen).size).toBeGreaterThan(20);
  });

  test.skipIf(skip)('the grid scrolls in its own box, its item names and areas stay in sight', async () => {
    const { page } = await browser.open(`${url}/`, { width: 390 });
    const moved = await page.evaluate<object>(IN_PAGE.gridScrolled);
    expect(moved).toEqual({ scrolled: [400, 300], name: true, head: true, page: 0 });
  });

  test.skipIf(skip)('the figures on the page are those of the reader', async () => {
    const { page } = await browser.open(`${url}${PATHS.indicator}&lang=en`, { width: 1280 });
    const [cell] = await city.reader.cells({ indicator: 'it-solved-share', region: '990100', period: PERIOD });
    expect(cell?.numerator).not.toBeNull();
    expect(await page.locator('.facts').first().innerText()).toContain(`${cell?.numerator}/${cell?.denominator}`);
    const { events } = await city.reader.explain({ indicator: 'it-solved-share', region: '990100', period: PERIOD });
    await page.locator('section:has(#behind) summary').click();
    expect(await page.locator('section:has(#behind) tbody tr').count()).toBe(events.length);
  });

  test.skipIf(skip)(
    'a sealed bulletin is listed, its files are those of its folder, its page opens without complaint',
    async () => {
      const { page, troubles } = await browser.open(`${url}/bulletins`, { width: 1280 });
      await page.locator('tbody th a').first().click();
      const names = await page.locator('.files a').allInnerTexts();
      expect(names).toContain('manifest.json');
      const name = names.find((one) => one.endsWith('.html'));
      await page.getByRole('link', { name: name ?? 'none' }).click();
      expect(await page.locator('h1').innerText()).toContain('毒情');
      expect(await page.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      expect(troubles).toEqual([]);
    },
  );

  test.skipIf(skip)('no intelligence id is anywhere on the pages', async () => {
    const rows = await city.store.query<{ id: string; subject: string }>(
      "SELECT id, subject FROM ledger WHERE family = 'intelligence'",
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const path of [
      '/indicators/intelligence-reports',
      '/indicators/public-tips',
      '/rejects',
      '/alerts',
      '/api/rejects',
      `/api/explain?indicator=intelligence-reports&region=990100&period=${PERIOD}`,
    ]) {
      const text = await (await fetch(url + path)).text();
      expect([
        path,
        rows.filter(
          ({ id, subject }) => text.includes(`>${id}<`) || text.includes(`"${id}"`) || text.includes(`${subject}<`),
        ),
      ]).toEqual([path, []]);
    }
  });
});
