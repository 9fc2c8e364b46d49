import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess, type Access } from '@duqing/access';
import { createLogger, loadDeployment, type Publisher } from '@duqing/runtime';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { createWebApp } from '@duqing/web';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import type { Page } from 'playwright-core';
import type { Browser } from './chromium.ts';

export interface DeskRig extends Standalone {
  store: Store;
  access: Access;
  url: string;
  publisher: Publisher;
  /** signs a new post in; scripts are off, as the pages promise to need none */
  signIn(given: SignIn): Promise<Page>;
  close(): Promise<void>;
}

interface SignIn {
  browser: Browser;
  post: string;
  role: string;
  area: string;
  source?: string;
  /** page to go to then */
  to: string;
  width?: number;
}

/** The pages with a desk over the whole pipeline in one process and an empty store of the made-up city. */
export async function openDesk(clock: () => number): Promise<DeskRig> {
  const path = mkdtempSync(join(tmpdir(), 'duqing-desk-'));
  const deployment = await loadDeployment('demo');
  const store = await openStore({ kind: 'embedded', path });
  await migrate(store);
  const standalone = openStandalone({ store, deployment, clock, replay: false });
  const access = createAccess({ store, clock, deployment });
  const publisher: Publisher = {
    publish: async (topic, messages) => {
      await standalone.bus.publish(topic, messages);
      await standalone.bus.idle();
    },
  };
  const logger = createLogger({ name: 'web', level: 'error' });
  const desk = { access, store, publisher };
  const web = await createWebApp({ reader: standalone.reader, deployment, clock, logger, desk });
  const url = await web.listen({ port: 0 });
  const signIn: DeskRig['signIn'] = async ({ browser, to, width = 1280, ...request }) => {
    const { token } = await access.issueToken(request, consoleOf(deployment));
    const { page } = await browser.open(`${url}/sign-in?to=${encodeURIComponent(to)}`, { width, scripts: false });
    await page.getByLabel('岗位令牌').fill(token);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '登录' }).click()]);
    return page;
  };
  const close = async (): Promise<void> => {
    await web.close();
    await store.close();
    rmSync(path, { recursive: true, force: true });
  };
  return { ...standalone, store, access, url, publisher, signIn, close };
}
