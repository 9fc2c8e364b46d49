import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, type Browser } from './chromium.ts';
import { openDesk, type DeskRig } from './desk.ts';
import { IN_PAGE } from './in-page.ts';

const skip = CHROMIUM === undefined && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs chromium)' : '';
const PICTURES = process.env['DUQING_PICTURES'];
const NOW = Date.parse('2026-07-04T15:00:00+08:00');
const [COUNTY, JUSTICE, POLICE] = ['990102', '/990102/justice', '/990102/police'];

let rig: DeskRig;
let browser: Browser;
let now = NOW;

beforeAll(async () => {
  if (skip) return;
  rig = await openDesk(() => now);
  browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await rig?.close();
}, 60_000);

async function picture(page: Awaited<ReturnType<DeskRig['signIn']>>, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

async function held(): Promise<unknown[]> {
  return rig.store.query(
    'SELECT measure, period, numerator, denominator, value, nil, revision, source FROM facts_return FINAL ORDER BY measure',
  );
}

describe(`returns in Chromium, without scripts${needs}`, () => {
  test.skipIf(skip)(
    'typed in: checked, shown, sent on a second post; then changed, and what it was is shown beside it',
    async () => {
      const to = '/returns?department=justice&period=2026Q2';
      const page = await rig.signIn({ browser, post: '甲县司法', role: 'source', area: COUNTY, source: JUSTICE, to });
      expect(await page.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      await picture(page, 'returns-form');
      const row = page.locator('tr', { hasText: 'lost-contact-rate' });
      await row.getByLabel('分子').fill('３');
      await page.getByRole('button', { name: '检查', exact: true }).click();
      expect(await page.locator('.problem').innerText()).toContain('全角');
      await picture(page, 'returns-fault');
      expect(await row.getByLabel('分子').inputValue()).toBe('３');
      await row.getByLabel('分子').fill('3');
      await row.getByLabel('分母').fill('80');
      await page.getByRole('button', { name: '检查', exact: true }).click();
      expect(await held()).toEqual([]);
      expect(await page.locator('tbody tr').innerText()).toMatch(/3\/80[\s\S]*首次报送（第 1 版）/);
      await picture(page, 'returns-check');
      await page.getByRole('button', { name: '确认报送 1 项' }).click();
      expect(await page.locator('.done').innerText()).toContain('已报送 1 项');
      expect(await page.locator('tr', { hasText: 'lost-contact-rate' }).innerText()).toContain('3/80（第 1 版）');
      const first = {
        measure: 'lost-contact-rate',
        period: '2026Q2',
        numerator: 3,
        denominator: 80,
        value: null,
        nil: false,
      };
      expect(await held()).toEqual([{ ...first, revision: 1, source: JUSTICE }]);
      await page.locator('tr', { hasText: 'lost-contact-rate' }).getByLabel('零报告').check();
      await page.getByRole('button', { name: '检查', exact: true }).click();
      expect(await page.locator('tbody tr').innerText()).toMatch(/零报告[\s\S]*3\/80[\s\S]*更正（第 2 版）/);
      await page.getByRole('button', { name: '确认报送 1 项' }).click();
      expect(await page.locator('.done').innerText()).toContain('已报送 1 项');
      expect(await held()).toMatchObject([{ nil: true, numerator: null, revision: 2 }]);
    },
    60_000,
  );

  test.skipIf(skip)(
    'the template, filled in and uploaded: a feed is attested with it; sent twice changes nothing; a stale check is shown anew',
    async () => {
      now = NOW + 1_000;
      const to = `/returns?department=police&period=2026Q2&region=${COUNTY}`;
      const page = await rig.signIn({ browser, post: '甲县公安', role: 'source', area: COUNTY, source: POLICE, to });
      const template = await page.context().request.get(`${rig.url}/returns/sheet.csv?department=police&period=2026Q2`);
      const [head, ...lines] = (await template.text()).trim().split('\r\n');
      const filled = lines.map((line) =>
        line.includes(',feed:cases,') ? line.replace(/—,—,,—,,$/, '—,—,41,—,2026-06-30,') : line,
      );
      const upload = async (text: string): Promise<void> => {
        await page.goto(`${rig.url}${to}`);
        await page
          .getByLabel('填好的表格')
          .setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
        await page.getByRole('button', { name: '上传并检查' }).click();
      };
      await upload([head, ...filled].join('\r\n').replace('2026-06-30', '6月30日'));
      expect(await page.locator('.problem').innerText()).toMatch(/O\d+[\s\S]*案件数据完整性确认[\s\S]*不是日期/);
      await picture(page, 'returns-sheet-fault');
      await upload([head, ...filled].join('\r\n'));
      expect(await page.locator('tbody tr').innerText()).toContain('确认至 2026-06-30，41 条');
      const stale = await page.context().newPage();
      await stale.goto(`${rig.url}${to}`);
      await stale.getByLabel('填好的表格').setInputFiles({
        name: '表.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from([head, ...filled].join('\r\n').replace(',41,', ',42,')),
      });
      await stale.getByRole('button', { name: '上传并检查' }).click();
      await page.getByRole('button', { name: '确认报送 1 项' }).click();
      expect(await page.locator('.done').innerText()).toContain('已报送 1 项');
      const attested = 'SELECT through, count, revision FROM facts_attestation FINAL';
      const one = [{ through: '2026-06-30', count: 41, revision: 1 }];
      expect(await rig.store.query(attested)).toEqual(one);
      await stale.getByRole('button', { name: '确认报送 1 项' }).click();
      expect(await stale.locator('.problem').innerText()).toContain('有了变化');
      expect(await stale.locator('tbody tr').innerText()).toMatch(/42 条[\s\S]*41 条[\s\S]*更正（第 2 版）/);
      expect(await rig.store.query(attested)).toEqual(one);
      await upload([head, ...filled].join('\r\n'));
      expect(await page.locator('tbody tr').innerText()).toContain('与已报相同');
      expect(await page.getByRole('button', { name: /确认报送/ }).count()).toBe(0);
      const actions = (await rig.access.auditRows(10)).filter(({ action }) => action === 'send-returns');
      expect(actions[0]).toMatchObject({ post: '甲县公安', outcome: 'done', object: 'police/2026Q2' });
    },
    60_000,
  );

  test.skipIf(skip)('on a phone it is no wider than the screen; another county is not offered, nor taken', async () => {
    const to = '/returns?department=police&period=2026Q2';
    const page = await rig.signIn({
      browser,
      post: '甲县公安二',
      role: 'source',
      area: COUNTY,
      source: POLICE,
      to,
      width: 360,
    });
    expect(await page.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
    await picture(page, 'returns-form-phone');
    expect(await page.locator('#region option').allInnerTexts()).toHaveLength(1);
    const text =
      '区划代码,指标编码,统计期,分子,分母,数值,零报告,版次\n990103,seized-assets,2026Q2,,,,,\n990103,lost-contact-rate,2026Q2,1,2,,,';
    await page
      .getByLabel('填好的表格')
      .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: '上传并检查' }).click();
    expect(await page.locator('main').innerText()).toContain('报送单位只能报送本地区');
    expect(await page.getByRole('button', { name: /确认报送/ }).count()).toBe(0);
    await picture(page, 'returns-foreign-phone');
    const workbook = await page.context().request.get(`${rig.url}/returns/sheet.xlsx?department=police&period=2026Q2`);
    await page.goto(`${rig.url}${to}`);
    const file = { name: 'a.xlsx', mimeType: 'application/octet-stream', buffer: await workbook.body() };
    await page.getByLabel('填好的表格').setInputFiles(file);
    await page.getByRole('button', { name: '上传并检查' }).click();
    expect(await page.locator('.empty').innerText()).toContain('没有填写任何数字');
  });
});
