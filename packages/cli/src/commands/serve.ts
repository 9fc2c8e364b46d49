import { once } from 'node:events';
import { createWebApp, type Intake } from '@duqing/web';
import { Command } from 'commander';
import { accessOf } from '../acting.ts';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note, print } from '../output.ts';
import { withReader } from '../reading.ts';
import { UsageError } from '../usage.ts';

/** `duqing serve`: the pages over a store, on loopback, until Ctrl-C. Other commands on the folder work beside it. */
export function serveCommand(): Command {
  return storeOptions(new Command('serve').description('网页 · the pages, on loopback'))
    .option('--intake', 'take events over POST /events, and what posts send and mend on the pages')
    .option('--port <port>', 'port of 127.0.0.1; 0 = any free one', '8650')
    .action(run);
}

async function run(options: StoreOptions & { port: string; intake?: boolean }): Promise<void> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port: 0 to 65535, not ${options.port}`);
  await withReader(options, async (reader, session) => {
    const { alertsFound } = await import('@duqing/alerts');
    const { deskWorkOf } = await import('../edition-desk.ts');
    const { work, close } = deskWorkOf(session);
    const found = async () =>
      alertsFound({ store: session.store, reader, deployment: session.deployment, now: session.clock() });
    const serve = async (intake?: Intake): Promise<void> => {
      const app = await createWebApp({
        reader,
        deployment: session.deployment,
        clock: session.clock,
        desk: {
          alertsFound: found,
          access: accessOf(session),
          store: session.store,
          publisher: intake?.publisher ?? null,
          editions: ({ principal }) => work.as(principal),
        },
        ...(intake && { intake }),
      });
      try {
        print(await app.listen({ port }));
        note('Ctrl-C ends');
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      } finally {
        await app.close();
        await close();
      }
    };
    if (!options.intake) return serve();
    const { withIntake } = await import('../intake.ts');
    return withIntake(session, serve);
  });
}
