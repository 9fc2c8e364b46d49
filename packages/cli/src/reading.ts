import { createReader, type Reader } from '@duqing/warehouse';
import { openSession, type Session, type SessionOptions } from './session.ts';

/** Opens the store, runs `use` over what reads it, and closes it whatever happens. */
export async function withReader<T>(
  options: SessionOptions,
  use: (reader: Reader, session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(options);
  try {
    const { store, deployment, clock } = session;
    return await use(createReader({ store, deployment, clock }), session);
  } finally {
    await session.close();
  }
}
