import type { AlertDeliveryRow, AlertLetterRow, Store } from '@duqing/warehouse';

/** A letter with what became of it, channel by channel. */
export interface LetterView {
  letter: AlertLetterRow;
  ways: { channel: string; tries: number; delivered: boolean; at: number; error: string }[];
}

/** What was to be told of one alert, or of all since a moment (ms): to whom, when, by which channel, whether it got there. Oldest first. */
export async function lettersOf(
  store: Store,
  { key = '', since = 0 }: { key?: string; since?: number },
): Promise<LetterView[]> {
  const where = `WHERE ({key:String} = '' OR key = {key:String}) AND alert_letters.at >= {since:Int64}`;
  const letters = await store.query<AlertLetterRow>(
    `SELECT * FROM alert_letters FINAL ${where} ORDER BY alert_letters.at, ref, recipient`,
    { key, since },
  );
  const tries = await store.query<AlertDeliveryRow>(
    `SELECT * FROM alert_deliveries WHERE transition_id IN (SELECT ref FROM alert_letters ${where}) ORDER BY at`,
    { key, since },
  );
  const byLetter = Map.groupBy(tries, ({ transition_id, channel }) => `${transition_id}/${recipientOf(channel)}`);
  return letters.map((letter) => ({
    letter,
    ways: waysOf(byLetter.get(`${letter.ref}/${letter.recipient}`) ?? []),
  }));
}

/** Of `channel:recipient`; a recipient may hold colons, a channel does not. */
function recipientOf(channel: string): string {
  return channel.slice(channel.indexOf(':') + 1);
}

function waysOf(rows: readonly AlertDeliveryRow[]): LetterView['ways'] {
  return [...Map.groupBy(rows, ({ channel }) => channel.slice(0, channel.indexOf(':')))].map(([channel, own]) => {
    const through = own.find(({ ok }) => ok);
    const last = own.at(-1);
    return {
      channel,
      tries: own.reduce((sum, row) => sum + row.tries, 0),
      delivered: through !== undefined,
      at: through?.at ?? last?.at ?? 0,
      error: through ? '' : (last?.error ?? ''),
    };
  });
}
