import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBundle } from '../src/core/bundle.ts';
import { fileText, inputOf, NOW } from './support.ts';

const CHROMIUM = '/usr/bin/chromium';
const isMissing = !existsSync(CHROMIUM) && process.env['CI'] !== 'true';
const LANGS = ['zh', 'en'] as const;
const WIDTHS = [1280, 390] as const;

describe.skipIf(isMissing)(`in Chromium${isMissing ? ', skipped: needs chromium' : ''}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duqing-look-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  /** The bulletin of the made-up city, opened as a file without any network. */
  async function open(
    lang: 'zh' | 'en',
    { width, isEmpty = false }: { width: number; isEmpty?: boolean },
  ): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const file = join(folder, `${lang}.html`);
    const { files } = await makeBundle(await inputOf(isEmpty ? { ...NOTHING, lang } : { lang }), {
      deployment: 'demo',
      versions: [],
    });
    await writeFile(file, fileText({ files }, 'bulletin.html'));
    const wrong: string[] = [];
    page.on('console', (message) => wrong.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) wrong.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    expect(wrong).toEqual([]);
    return page;
  }

  test.each(LANGS.flatMap((lang) => WIDTHS.map((width) => [lang, width] as const)))(
    '%s at %d px: nothing runs over, pictures and figures are drawn, the language is declared',
    async (lang, width) => {
      const page = await open(lang, { width });
      const seen = await page.evaluate(`({
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        lang: document.documentElement.lang,
        charset: document.characterSet,
        charts: [...document.querySelectorAll('svg')].map((svg) => svg.getBoundingClientRect().width > 300),
        heads: document.querySelectorAll('h1').length,
        unnamed: [...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent?.trim()).length,
      })`);
      expect(seen).toEqual({
        over: 0,
        lang: lang === 'zh' ? 'zh-CN' : 'en',
        charset: 'UTF-8',
        charts: [true, true, true],
        heads: 1,
        unnamed: 0,
      });
      await page.close();
    },
  );

  test('verdicts differ in more than colour', async () => {
    const page = await open('zh', { width: 1280 });
    const looks = await page.evaluate(`
      ['v-met', 'v-missed', 'v-not-assessable'].map((name) => {
        const mark = document.querySelector('.' + name + ' .mark');
        if (!mark) return name;
        const { borderRadius, borderStyle } = getComputedStyle(mark);
        return [mark.textContent, borderRadius, borderStyle].join(' ');
      })`);
    expect(looks).toEqual(['✓ 50% solid', '✗ 0px solid', '? 0px dashed']);
    await page.close();
  });

  test('on paper: 模拟数据 on every sheet, tables keep their heads, contents stay on the screen', async () => {
    const page = await open('zh', { width: 1280 });
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(`({
      watermark: getComputedStyle(document.querySelector('.watermark')).position,
      heads: getComputedStyle(document.querySelector('thead')).display,
      contents: getComputedStyle(document.querySelector('.contents')).display,
      page: getComputedStyle(document.body).getPropertyValue('page'),
    })`);
    expect(seen).toEqual({ watermark: 'fixed', heads: 'table-header-group', contents: 'none', page: 'simulated' });
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });

  test('a city of which nothing is held says so, and not that all is well', async () => {
    const page = await open('zh', { width: 390, isEmpty: true });
    const text = (await page.textContent('main')) ?? '';
    expect(text).toContain('目前没有一项可以评估，不能据此认为情况良好');
    expect(text).not.toMatch(/均未发生|NaN/);
    await page.close();
  });
});

const FULL = await inputOf();
/** Every cell without its value: nothing was sent. */
const NOTHING = {
  asOf: NOW,
  cells: FULL.cells.map((cell) => ({
    ...cell,
    numerator: null,
    denominator: null,
    value: null,
    distance: null,
    evidence: null,
    verdict: 'not-assessable' as const,
    reason: 'return-missing' as const,
  })),
  history: [],
};
