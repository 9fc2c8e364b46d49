import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess } from '@duqing/access';
import { createLogger, loadDeployment } from '@duqing/runtime';
import { openStandalone } from '@duqing/standalone';
import { createWebApp, type WebApp } from '@duqing/web';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser, type Browser } from './chromium.ts';
import { IN_PAGE } from './in-page.ts';

const skip = CHROMIUM === undefined && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs chromium)' : '';
const NOW = Date.parse('2026-06-01T09:00:00+08:00');
const clock = (): number => NOW;
const folder = mkdtempSync(join(tmpdir(), 'duqing-browser-alert-'));
let store: Store;
let web: WebApp;
let browser: Browser;
let url: string;
let token: string;

const found = {
  specversion: '1.0',
  id: 'e-1',
  source: '/990102/police',
  type: 'duqing.case.recorded.v1',
  subject: 'phone-1',
  time: '2026-06-01T08:00:00+08:00',
  receivedtime: '2026-06-01T08:00:00+08:00',
  data: {
    revision: 1,
    region: '990102',
    category: 'manufacturing',
    filedAt: '2026-05-20',
    preControlled: false,
    causedByUser: false,
    persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
  },
};

beforeAll(async () => {
  if (skip) return;
  const deployment = await loadDeployment('demo');
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  const { bus, settle, reader } = openStandalone({ store, deployment, clock, replay: true });
  await bus.publish('duqing.cases', [{ key: found.subject, value: JSON.stringify(found) }]);
  await settle('replay');
  const access = createAccess({ store, deployment, clock });
  const grant = { post: 'analyst-day', role: 'analyst', area: '990100' };
  token = (await access.issueToken(grant, consoleOf(deployment))).token;
  const logger = createLogger({ name: 'web', level: 'silent' });
  web = await createWebApp({ reader, deployment, clock, logger, desk: { access, store, publisher: null } });
  url = await web.listen({ port: 0 });
  browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe(`an alert on a phone${needs}`, () => {
  test.skipIf(skip)(
    'signed in, acknowledged, assigned, closed; narrow, labelled and without scripts all the way',
    async () => {
      const { page, troubles } = await browser.open(`${url}/alerts?show=untaken`, { width: 360, scripts: false });
      const faults = async (): Promise<string[]> => (await page.evaluate<string[]>(IN_PAGE.faults)) ?? [];
      await page.getByRole('link', { name: '零发生项目出现' }).first().click();
      expect(await page.locator('h1').innerText()).toBe('松溪区（990102）2026年第二季度 零发生项目出现');
      const address = page.url();
      await page.getByRole('link', { name: /登录后办理/ }).click();
      await page.getByLabel('岗位令牌').fill(token);
      await page.getByRole('button', { name: '登录' }).click();
      expect(page.url()).toBe(address);

      await page.getByRole('button', { name: '签收' }).click();
      expect(await page.getByText('✓ 已签收').count()).toBe(1);
      await page.locator('summary', { hasText: '指派' }).click();
      await page.getByLabel('岗位').selectOption('office-head');
      await page.getByLabel(/期限/).fill('2026-06-05');
      await page.getByRole('button', { name: '指派' }).click();
      expect(await page.getByText('→ 禁毒办主任岗 · 期限 2026-06-05').count()).toBe(1);
      expect(await faults()).toEqual([]);

      await page.locator('summary', { hasText: '办结' }).click();
      await page.getByLabel('结论').selectOption('known');
      await page.locator('#text-close').fill('电话13800138000');
      await page.getByRole('button', { name: '办结' }).click();
      expect(await page.getByRole('alert').innerText()).toContain('像个人信息');
      expect(await page.getByLabel('结论').inputValue()).toBe('known');
      await page.locator('#text-close').fill('上月已通报');
      await page.getByRole('button', { name: '办结' }).click();
      expect(await page.getByText('✓ 办结：属实，此前已知').count()).toBe(1);
      expect(await page.getByText('上月已通报').count()).toBe(1);

      await page.goto(`${url}/alerts/duty`);
      expect(await faults()).toEqual([]);
      expect(await page.getByText('研判日班岗').count()).toBeGreaterThan(0);
      expect(troubles.filter((line) => !line.includes('400'))).toEqual([]);
      await page.context().close();
    },
  );
});
