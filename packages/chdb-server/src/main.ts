import { startChdbServer, type ChdbServerOptions } from './server.ts';
import type { ChdbUser } from './users.ts';

/** `name:password` or `name:password:readonly`, several separated by commas. */
function usersOf(text: string): ChdbUser[] {
  return text.split(',').map((entry) => {
    const [name, password = '', mode, ...more] = entry.split(':');
    if (!name || more.length > 0 || (mode !== undefined && mode !== 'readonly'))
      throw new RangeError('DUQING_CHDB_USERS: name:password or name:password:readonly, separated by commas');
    return { name, password, readonly: mode === 'readonly' };
  });
}

function optionsOf(env: NodeJS.ProcessEnv): ChdbServerOptions {
  const { DUQING_CHDB_PATH: path, DUQING_CHDB_USERS: users, PORT: port = '8123', HOST: host = '127.0.0.1' } = env;
  if (!path) throw new RangeError('DUQING_CHDB_PATH: the folder of the engine’s data is not set');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new RangeError(`PORT: not a port: ${port}`);
  return { path, host, port: Number(port), ...(users && { users: usersOf(users) }) };
}

// a statement takes one of these threads while it runs: with Node's four a short one waits for the long ones before it
process.env['UV_THREADPOOL_SIZE'] ??= '32';

try {
  const server = await startChdbServer(optionsOf(process.env));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
  console.log(JSON.stringify({ ready: true, url: server.url }));
} catch (error) {
  console.error(`chdb-server: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
