import { once } from 'node:events';
import { openSession } from '../../src/session.ts';

/** Has a data folder open until it is ended, as `serve` and a long replay do. */
const session = await openSession({ data: process.argv[2] });
process.stdout.write('open\n');
await once(process, 'SIGTERM');
await session.close();
