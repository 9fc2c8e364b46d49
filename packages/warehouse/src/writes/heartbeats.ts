import type { Store } from '../store/store.ts';

/** A marker that came through: which process sent its how-manieth, and when (ms). */
export interface HeartbeatRow {
  instance: string;
  /** from 1; the highest is the newest */
  number: number;
  sent_at: number;
  stored_at: number;
}

/** May be written again, and in any order. */
export async function insertHeartbeats(store: Store, rows: readonly HeartbeatRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('heartbeats', rows);
}

/** Number of the newest marker of an instance that is stored; 0 where none is. */
export async function lastHeartbeat(store: Store, instance: string): Promise<number> {
  const [row] = await store.query<{ number: number }>(
    'SELECT max(number) AS number FROM heartbeats WHERE instance = {instance:String}',
    { instance },
  );
  return row?.number ?? 0;
}
