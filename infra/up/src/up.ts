import { join } from 'node:path';
import { upEnv } from './env.ts';
import { chdbPart, createTopics, kafkaPart, servicePart, type Place } from './parts.ts';
import { Stack } from './stack.ts';

const say = (line: string) => console.error(line);

/** Starts everything in order; the addresses once all are ready. */
async function startAll(place: Place) {
  const { env } = place;
  const brokers = env.brokers ?? (await kafkaPart(place));
  say(`kafka: ${brokers.join(',')}`);
  await createTopics(brokers, env.partitions);
  const clickhouse = env.clickhouse ?? (await chdbPart(place));
  say(`clickhouse: ${clickhouse}`);
  const health: Record<string, string> = {};
  // bulletins are drafted in the pages of `web` by `bulletin`, which starts before it
  const desk: Record<string, Record<string, string>> = { bulletin: { DUQING_BULLETIN_DESK_PORT: '0' } };
  for (const name of env.services) {
    const said = await servicePart(place, { name, brokers, clickhouse, more: desk[name] ?? {} });
    health[name] = String(said['health']);
    if (said['desk'] !== undefined) desk['web'] = { DUQING_BULLETIN_DESK_URL: String(said['desk']) };
    say(`${name}: ${health[name]}`);
  }
  return { ready: true, brokers, clickhouse, health };
}

/** Resolves at the first signal; further ones change nothing, for npm sends its own beside the terminal's. */
function signalled(): Promise<null> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(null));
  });
}

/** Resolves with what went wrong, at the start or later. */
async function run(place: Place): Promise<string> {
  try {
    console.log(JSON.stringify(await startAll(place)));
  } catch (error) {
    return (error as Error).message;
  }
  say(`ready; logs in ${join(place.env.folder, 'logs')}; Ctrl-C ends all`);
  return place.stack.failure;
}

async function main(): Promise<number> {
  const env = upEnv();
  const stack = new Stack(env.pidFile);
  const stop = signalled();
  const ended = run({ env, stack });
  const failure = await Promise.race([stop, ended]);
  if (failure !== null) say(failure);
  const stuck = await stack.stop();
  stuck.forEach(say);
  say('ended');
  return failure === null && stuck.length === 0 ? 0 : 1;
}

process.exit(
  await main().catch((error: unknown) => {
    say((error as Error).message);
    return 1;
  }),
);
