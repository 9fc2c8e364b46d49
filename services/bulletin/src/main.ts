import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createAccess } from '@duqing/access';
import { readEnv, startTicking, systemClock } from '@duqing/runtime';
import { createReader, startService } from '@duqing/warehouse';
import { NestFactory } from '@nestjs/core';
import { bulletinModule } from './bulletin.module.ts';
import { bulletinEnv } from './env.ts';
import { DeskWork } from './desk/desk-work.ts';
import { EditionDesk } from './desk/edition-desk.ts';
import { startDeskServer } from './http/desk-server.ts';
import { threadMaker } from './making/thread.ts';
import { ReleaseService } from './release.service.ts';

const env = readEnv(bulletinEnv);
const clock = systemClock;
const out = resolve(env.DUQING_BULLETINS_DIR);
await mkdir(out, { recursive: true });
const service = await startService({ name: 'bulletin', deadlineMs: 60_000, env });
const { logger, shutdown, store, deployment } = service;
const reader = createReader({ store, deployment, clock });
const keyFile = env.DUQING_BULLETIN_SIGN_KEY;
const signing = keyFile === undefined ? {} : { signKey: await readFile(keyFile, 'utf8') };
const access = createAccess({ store, deployment, clock });
const press = threadMaker();
shutdown.add('press', press.close);
const parts = {
  reader,
  store,
  deployment,
  clock,
  out,
  access,
  maker: press.make,
  revision: env.DUQING_REVISION,
  ...signing,
};
const module = bulletinModule({
  ...parts,
  langs: env.DUQING_BULLETIN_LANGS,
  audiences: env.DUQING_BULLETIN_AUDIENCES,
  release: env.DUQING_BULLETIN_RELEASE,
});
const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
shutdown.add('nest', async () => app.close());
const releases = app.get(ReleaseService);

const run = async (): Promise<void> => {
  const { issued, drafted } = await releases.look();
  for (const document of issued) logger.info({ document }, 'bulletin issued');
  for (const document of drafted) logger.info({ document }, 'bulletin waits for a review');
};
const onError = (error: unknown): void => logger.error({ err: error }, 'bulletin');
const ticking = startTicking({ everyMs: env.DUQING_BULLETIN_TICK_SECONDS * 1000, run, onError });
shutdown.add('tick', ticking.stop);
service.ready(await deskAddress());

/** Where the desk is asked; nothing where it is asked nowhere. */
async function deskAddress(): Promise<{ desk?: string }> {
  const port = env.DUQING_BULLETIN_DESK_PORT;
  if (port === undefined) return {};
  const onDesk = (error: unknown, document: string): void => logger.error({ err: error, document }, 'desk');
  const work = new DeskWork({ desk: new EditionDesk(parts), clock, onError: onDesk });
  const { url, close } = await startDeskServer({ work, access, logger, port });
  shutdown.add('desk', close);
  return { desk: url };
}
