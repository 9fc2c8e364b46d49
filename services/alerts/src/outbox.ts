import { TransientError, type Clock } from '@duqing/runtime';
import type { AlertDeliveryRow, Store } from '@duqing/warehouse';
import type { HandedOver } from './alertmanager/payload.ts';
import type { Channel } from './channels/channel.ts';
import { FRESH_MS } from './core/duty/history.ts';
import { grouped, outgoing, type Due, type Outgoing } from './core/outgoing.ts';
import type { AlertInput } from './core/types.ts';
import { appendDeliveries, readDeliveries, type Delivery } from './store/ledger.ts';

const MINUTE = 60_000;
/** Pauses (ms) after each failed round; after the last a letter is given up. */
const ROUNDS = [0, 1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE);
/** Pauses (ms) between the tries of one round. */
const RETRIES = [200, 1_000, 3_000];

export interface OutboxOptions {
  store: Store;
  channels: readonly Channel[];
  clock: Clock;
  /** address of the pages, without a slash at the end */
  base: string;
  /** waits between tries */
  pause: (ms: number) => Promise<void>;
  /** hears, without any secret, that a delivery was given up */
  onGivenUp: (what: string) => void;
}

/**
 * Sends the letters that the ledger of deliveries does not say were delivered: at least once after a crash in between, with the same
 * idempotency key; once in all otherwise, by (letter, recipient) on every channel. No channel waits for another that does not answer,
 * nor what is critical for what is not.
 */
export async function deliverDue(
  due: readonly Due[],
  given: { areas: AlertInput['areas']; options: OutboxOptions; held: ReadonlyMap<string, Delivery> },
): Promise<void> {
  const { clock, channels } = given.options;
  await Promise.all(
    channels.map(async (channel) => {
      const open = due.filter((one) => isOpen(given.held.get(ledgerKey(one, channel)), clock()));
      const groups = grouped(open).toSorted((one, other) => Number(isCritical(other)) - Number(isCritical(one)));
      for (const [first, ...rest] of groups) if (first) await deliver([first, ...rest], { ...given, channel });
    }),
  );
}

/** What was delivered, or tried, of all that may still be due (ms: now). */
export async function heldDeliveries(store: Store, now: number): Promise<Map<string, Delivery>> {
  return readDeliveries(store, now - 2 * FRESH_MS);
}

function isCritical([first]: readonly Due[]): boolean {
  return first?.severity === 'critical';
}

function ledgerKey({ ref, recipient }: Due, { id }: Channel): string {
  return `${ref}/${id}:${recipient}`;
}

/** Whether a letter is to be tried now: not delivered, not given up, and the pause after its last round is over. */
function isOpen(delivery: Delivery | undefined, now: number): boolean {
  if (delivery === undefined) return true;
  const pause = ROUNDS[delivery.failures - 1];
  return !delivery.delivered && pause !== undefined && now - delivery.last >= pause;
}

/** Alerts of others than us go to the engineers, each change once. */
export async function deliverForeign(others: HandedOver['others'], options: OutboxOptions): Promise<void> {
  const { store, channels, clock, base } = options;
  const held = await readDeliveries(store, clock() - FRESH_MS);
  for (const channel of channels) {
    const to = `${channel.id}:engineers`;
    const open = new Map(
      others.filter(({ id }) => isOpen(held.get(`${id}/${to}`), clock())).map((one) => [one.id, one]),
    );
    for (const { id, text } of open.values()) {
      const message: Outgoing = {
        id,
        role: 'engineers',
        post: '',
        severity: 'warning',
        simulated: false,
        link: base,
        text,
      };
      const { error, tries } = await attempt(async () => channel.send(message), options.pause);
      const row = { transition_id: id, channel: to, at: clock(), ok: error === null, error: error ?? '', tries };
      await appendDeliveries(store, [row]);
    }
  }
}

interface Delivering {
  areas: AlertInput['areas'];
  options: OutboxOptions;
  channel: Channel;
  held: ReadonlyMap<string, Delivery>;
}

async function deliver(letters: [Due, ...Due[]], { areas, options, channel, held }: Delivering): Promise<void> {
  const { store, clock, base, onGivenUp } = options;
  const { error, tries } = await attempt(async () => channel.send(outgoing(letters, { areas, base })), options.pause);
  const at = clock();
  const rows: AlertDeliveryRow[] = letters.map((one) => ({
    transition_id: one.ref,
    channel: `${channel.id}:${one.recipient}`,
    at,
    ok: error === null,
    error: error ?? '',
    tries,
  }));
  await appendDeliveries(store, rows);
  if (error !== null && letters.some((one) => (held.get(ledgerKey(one, channel))?.failures ?? 0) >= ROUNDS.length))
    onGivenUp(`${channel.id}: ${letters.length} letters for ${letters[0].recipient} not delivered: ${error}`);
}

/** The message of the last error, or null where it went through, and how often it was tried. Only transient errors are tried again. */
export async function attempt(
  send: () => Promise<void>,
  pause: OutboxOptions['pause'],
): Promise<{ error: string | null; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    try {
      await send();
      return { error: null, tries };
    } catch (error) {
      const wait = RETRIES[tries - 1];
      const message = error instanceof Error ? error.message : String(error);
      if (wait === undefined || !(error instanceof TransientError)) return { error: message, tries };
      await pause(wait);
    }
  }
}
