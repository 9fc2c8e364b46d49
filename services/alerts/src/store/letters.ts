import type { AlertDeliveryRow, AlertLetterRow, Store } from '@duqing/warehouse';

/** How a release is named in the ledger of delivery. */
const ALERTMANAGER = 'alertmanager';

/** Letters that fell due since a moment (ms, inclusive). */
export async function readLetters(store: Store, since: number): Promise<AlertLetterRow[]> {
  return store.query<AlertLetterRow>(
    'SELECT * FROM alert_letters FINAL WHERE alert_letters.at >= {since:Int64} ORDER BY alert_letters.at, ref, recipient',
    { since },
  );
}

/** The same letters again change nothing: rows are keyed by what caused them and the recipient. */
export async function appendLetters(store: Store, rows: readonly AlertLetterRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('alert_letters', rows);
}

/** When Alertmanager released letters, by `letterId`, since a moment (ms). */
export async function readReleases(store: Store, since: number): Promise<Map<string, number>> {
  const rows = await store.query<{ transition_id: string; channel: string; first: number }>(
    `SELECT transition_id, channel, min(at) AS first FROM alert_deliveries
WHERE startsWith(channel, {prefix:String}) AND at >= {since:Int64} GROUP BY transition_id, channel`,
    { prefix: `${ALERTMANAGER}:`, since },
  );
  return new Map(
    rows.map(({ transition_id, channel, first }) => [
      `${transition_id}/${channel.slice(ALERTMANAGER.length + 1)}`,
      Number(first),
    ]),
  );
}

/** Keeps that letters were released; said again by every repeat, the first counts. */
export async function appendReleases(
  store: Store,
  { released, at }: { released: readonly Pick<AlertLetterRow, 'ref' | 'recipient'>[]; at: number },
): Promise<void> {
  const held = await readReleases(store, at - 28 * 86_400_000);
  const rows = released
    .filter(({ ref, recipient }) => !held.has(`${ref}/${recipient}`))
    .map(({ ref, recipient }) => {
      const channel = `${ALERTMANAGER}:${recipient}`;
      return { transition_id: ref, channel, at, ok: true, error: '', tries: 1 } satisfies AlertDeliveryRow;
    });
  if (rows.length > 0) await store.insert('alert_deliveries', rows);
}
