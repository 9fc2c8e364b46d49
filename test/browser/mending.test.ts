import { mkdirSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, type Browser } from './chromium.ts';
import { openDesk, type DeskRig } from './desk.ts';
import { IN_PAGE } from './in-page.ts';

const skip = CHROMIUM === undefined && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs chromium)' : '';
const PICTURES = process.env['DUQING_PICTURES'];
const NOW = Date.parse('2026-07-04T15:00:00+08:00');
const [COUNTY, POLICE] = ['990102', '/990102/police'];

let rig: DeskRig;
let browser: Browser;
let analyst: Page;
let reviewer: Page;

beforeAll(async () => {
  if (skip) return;
  rig = await openDesk(() => NOW);
  browser = await startBrowser();
  const sent = [
    caseOf(1, { filedAt: '2026-02-30' }),
    caseOf(2, { filedAt: '2026-05-32' }),
    caseOf(3, { filedAt: '2026-05-33' }),
    caseOf(4, { revision: '1' }),
    caseOf(5, { category: 'theft' }, '/990103/police'),
  ];
  await rig.publisher.publish(
    'duqing.cases',
    [...sent, '{"id":"c-6", 张三'].map((value) => ({
      key: null,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  );
  const tip = {
    ...caseOf(7, { kind: 'tip', obtainedOn: 'x' }),
    type: 'duqing.intelligence.recorded.v1',
    subject: 'i-secret',
  };
  await rig.publisher.publish('duqing.intelligence', [{ key: null, value: JSON.stringify(tip) }]);
  const city = { browser, area: '990100', to: '/rejects' };
  analyst = await rig.signIn({ ...city, post: '分析岗', role: 'analyst' });
  reviewer = await rig.signIn({ ...city, post: '审核岗', role: 'reviewer' });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await rig?.close();
}, 60_000);

function caseOf(number: number, data: object, source = POLICE): object {
  const area = source.slice(1, 7);
  return {
    specversion: '1.0',
    id: `c-${number}`,
    source,
    type: 'duqing.case.recorded.v1',
    subject: `${area}-2026-000${number}`,
    time: '2026-05-21T09:00:00+08:00',
    data: {
      revision: 1,
      region: area,
      category: 'trafficking',
      filedAt: '2026-05-03',
      persons: { involved: 1 },
      ...data,
    },
  };
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

async function filed(): Promise<unknown[]> {
  return rig.store.query('SELECT id, day FROM facts_case_filed FINAL ORDER BY id');
}

/** To where a link leads, once all of that page is there. */
async function follow(page: Page, link: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), link.click()]);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).click()]);
}

describe(`mending rejects in Chromium, without scripts${needs}`, () => {
  test.skipIf(skip)(
    'one post tries and proposes, another looks and approves; it comes in under its own id, once',
    async () => {
      await analyst.goto(`${rig.url}/rejects`);
      expect(await analyst.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      await picture(analyst, 'rejects-list');
      await follow(analyst, analyst.getByRole('link', { name: '案件 c-4' }));
      expect(await analyst.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      expect(await analyst.locator('.facts').innerText()).toContain('不加引号');
      await picture(analyst, 'rejects-case');
      await analyst.locator('#value').fill('一');
      await press(analyst, /试改并检验/);
      expect(await analyst.locator('.outcomes').innerText()).toContain('✕');
      expect(await analyst.getByRole('button', { name: /提出/ }).count()).toBe(0);
      await analyst.goBack();
      await analyst.locator('#value').fill('1');
      await press(analyst, /试改并检验/);
      expect(await analyst.locator('.outcomes').innerText()).toMatch(/✓ 改后符合要求/);
      expect(await rig.store.query('SELECT * FROM reject_steps')).toEqual([]);
      await picture(analyst, 'rejects-try');
      await press(analyst, '提出 1 件，交另一岗位复核');
      expect(await analyst.locator('h1').innerText()).toContain('待另一岗位复核');

      await reviewer.goto(`${rig.url}/rejects?state=proposed`);
      await follow(reviewer, reviewer.getByRole('link', { name: '案件 c-4' }));
      await picture(reviewer, 'rejects-proposed');
      await press(reviewer, '查看检验结果并复核');
      expect(await filed()).toEqual([]);
      await picture(reviewer, 'rejects-review');
      await press(reviewer, '复核通过 1 件');
      expect(await reviewer.locator('.outcomes').innerText()).toContain('已重放');
      expect(await filed()).toEqual([{ id: 'c-4', day: '2026-05-03' }]);
      await reviewer.reload();
      expect(await reviewer.locator('.outcomes').innerText()).toContain('已改正并重放');
      expect(await rig.store.query('SELECT count() AS sent FROM ledger FINAL')).toEqual([{ sent: 1 }]);
      const actions = (await rig.access.auditRows(20)).map(({ action, post, outcome }) => [action, post, outcome]);
      expect(actions).toContainEqual(['propose-replay', '分析岗', 'done']);
      expect(actions).toContainEqual(['approve-replay', '审核岗', 'done']);
      expect(actions).toContainEqual(['approve-replay', '审核岗', 'refused']);
    },
    60_000,
  );

  test.skipIf(skip)(
    'alike ones together: one value for all, one of its own; chosen from the list and approved together; the proposer may not',
    async () => {
      await reviewer.goto(`${rig.url}/rejects`);
      await follow(reviewer, reviewer.getByRole('link', { name: '一起改' }));
      expect(await reviewer.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      await reviewer.locator('#value').fill('2026-05-04');
      await reviewer.locator('tr', { hasText: 'c-2' }).getByLabel('改为').fill('2026-05-31');
      await picture(reviewer, 'rejects-alike');
      await press(reviewer, /试改并检验/);
      await press(reviewer, '提出 3 件，交另一岗位复核');
      await reviewer.goto(`${rig.url}/rejects?state=proposed`);
      for (const box of await reviewer.locator('input[name=place]').all()) await box.check();
      await press(reviewer, '查看所选并复核');
      await press(reviewer, '复核通过 3 件');
      expect(await reviewer.locator('.outcomes').innerText()).toContain('须由提出者以外的另一岗位复核');
      expect((await filed()).length).toBe(1);
      const second = await rig.signIn({
        browser,
        post: '运维岗',
        role: 'engineer',
        area: '990100',
        to: '/rejects?state=proposed',
      });
      for (const box of await second.locator('input[name=place]').all()) await box.check();
      await press(second, '查看所选并复核');
      await press(second, '复核通过 3 件');
      expect(await filed()).toEqual([
        { id: 'c-1', day: '2026-05-04' },
        { id: 'c-2', day: '2026-05-31' },
        { id: 'c-3', day: '2026-05-04' },
        { id: 'c-4', day: '2026-05-03' },
      ]);
    },
    60_000,
  );

  test.skipIf(skip)(
    'a sending unit sees and mends its own only, on a phone; a foreign reject is not there for it',
    async () => {
      const unit = { browser, area: '990103', post: '乙县公安', role: 'source', source: '/990103/police' };
      const page = await rig.signIn({ ...unit, to: '/rejects?state=all', width: 360 });
      expect(await page.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      expect(await page.locator('tbody tr').count()).toBe(1);
      await picture(page, 'rejects-unit-phone');
      expect((await page.goto(`${rig.url}/rejects/case?place=duqing.cases/0/3`))?.status()).toBe(404);
      await page.goto(`${rig.url}/rejects`);
      await follow(page, page.getByRole('link', { name: '案件 c-5' }));
      expect(await page.evaluate<string[]>(IN_PAGE.faults)).toEqual([]);
      await page.locator('#value').selectOption('possession');
      await press(page, /试改并检验/);
      await press(page, /提出 1 件/);
      expect(await page.locator('.outcomes').innerText()).toContain('已提出改正');
      await picture(page, 'rejects-unit-proposed-phone');
    },
    60_000,
  );

  test.skipIf(skip)(
    'what is no JSON is given whole or discarded; intelligence is not shown to whom it is not for',
    async () => {
      await analyst.goto(`${rig.url}/rejects`);
      await follow(analyst, analyst.locator('tbody a', { hasText: '类型无法读出' }));
      expect(await analyst.locator('#whole').inputValue()).toContain('"c-6"');
      await analyst.getByLabel('作废原因').selectOption('unreadable');
      await press(analyst, /查看作废结果/);
      await press(analyst, /提出 1 件/);
      await reviewer.goto(`${rig.url}/rejects?state=proposed`);
      await follow(reviewer, reviewer.locator('tbody a', { hasText: '类型无法读出' }));
      await press(reviewer, '查看检验结果并复核');
      await press(reviewer, '复核通过 1 件');
      expect(await reviewer.locator('.outcomes').innerText()).toContain('已作废');
      await analyst.goto(`${rig.url}/rejects`);
      await follow(analyst, analyst.locator('tbody a', { hasText: '情报' }));
      expect(await analyst.evaluate<string>(IN_PAGE.text)).toContain('情报内容不在此显示');
      expect(await analyst.content()).not.toMatch(/i-secret|c-7/);
      const own = { browser, area: COUNTY, post: '甲县公安', role: 'source', source: POLICE };
      const page = await rig.signIn({ ...own, to: '/rejects/case?place=duqing.intelligence/0/0' });
      expect(await page.evaluate<string>(IN_PAGE.text)).toContain('i-secret');
    },
  );
});
