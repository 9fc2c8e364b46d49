import { TransientError, type Clock } from '@duqing/runtime';
import type { AlertDeliveryRow, Store } from '@duqing/warehouse';
import type { HandedOver } from './alertmanager/payload.ts';
import type { Channel } from './channels/channel.ts';
import { foldStanding, isRecall, sentAs } from './core/fold.ts';
import { grouped, outgoing, type Due } from './core/outgoing.ts';
import { rolesOf } from './core/roles.ts';
import type { AlertInput, AlertKind, Severity, Transition } from './core/types.ts';
import { appendDeliveries, readDeliveries, type Delivery } from './store/ledger.ts';

/** A transition older than this (ms) is history: it is not sent any more. */
export const FRESH_MS = 3 * 86_400_000;
/** Rounds after which a notice that never went through is given up and said to the engineers. */
const MOST_ROUNDS = 5;
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

interface Deliverables {
  areas: AlertInput['areas'];
  options: OutboxOptions;
  /** which notices may go out now; default all */
  select?: (due: Due) => boolean;
}

/**
 * Sends what the ledger of transitions says was to be sent and the ledger of deliveries does not say was delivered: at least once
 * after a crash in between, with the same idempotency key; once in all otherwise, by (transition, recipient).
 */
export async function deliverDue(
  transitions: readonly Transition[],
  { areas, options, select = () => true }: Deliverables,
): Promise<void> {
  const { channels, clock, store } = options;
  if (channels.length === 0) return;
  const since = clock() - FRESH_MS;
  const due = dueOf(transitions, since).filter(select);
  const held = await readDeliveries(store, since);
  for (const channel of channels) {
    const open = due.filter((one) => isOpen(held.get(ledgerKey(one, channel))));
    for (const [first, ...rest] of grouped(open))
      if (first) await deliver([first, ...rest], { areas, options, channel, held });
  }
}

/** Notices by role, oldest first. */
function dueOf(transitions: readonly Transition[], since: number): Due[] {
  const ordered = [...transitions].sort((a, b) => a.at - b.at);
  return [...Map.groupBy(ordered, ({ key }) => key).values()].flatMap((rows) =>
    rows.flatMap((row, index) => (row.at < since ? [] : dueOfRow(row, rows.slice(0, index)))),
  );
}

function dueOfRow(row: Transition, before: Transition[]): Due[] {
  const standing = foldStanding(before).get(row.key);
  const sent = sentAs(row, isRecall(row, standing));
  if (sent === null) return [];
  const alert = {
    kind: row.kind as AlertKind,
    severity: row.severity as Severity,
    indicator: row.indicator === '' ? null : row.indicator,
  };
  const { region, simulated, transition_id: transitionId } = row;
  return rolesOf(alert).map((role) => ({ ...alert, transitionId, role, sent, region, simulated }));
}

function ledgerKey({ transitionId, role }: Due, { id }: Channel): string {
  return `${transitionId}/${id}:${role}`;
}

function isOpen(delivery: Delivery | undefined): boolean {
  return delivery === undefined || (!delivery.delivered && delivery.failures < MOST_ROUNDS);
}

/** Alerts of others than us go to the engineers, each change once. */
export async function deliverForeign(others: HandedOver['others'], options: OutboxOptions): Promise<void> {
  const { store, channels, clock, base, pause } = options;
  const held = await readDeliveries(store, clock() - FRESH_MS);
  for (const channel of channels) {
    const to = `${channel.id}:engineers`;
    const open = new Map(others.filter(({ id }) => isOpen(held.get(`${id}/${to}`))).map((one) => [one.id, one]));
    for (const { id, text } of open.values()) {
      const message = { id, role: 'engineers', severity: 'warning', simulated: false, link: base, text } as const;
      const error = await tries(async () => channel.send(message), pause);
      await appendDeliveries(store, [
        { transition_id: id, channel: to, at: clock(), ok: error === null, error: error ?? '', tries: 1 },
      ]);
    }
  }
}

interface Delivering {
  areas: AlertInput['areas'];
  options: OutboxOptions;
  channel: Channel;
  held: ReadonlyMap<string, Delivery>;
}

async function deliver(notices: [Due, ...Due[]], { areas, options, channel, held }: Delivering): Promise<void> {
  const { store, clock, base, onGivenUp } = options;
  const error = await tries(async () => channel.send(outgoing(notices, { areas, base })), options.pause);
  const at = clock();
  const rows: AlertDeliveryRow[] = notices.map((one) => ({
    transition_id: one.transitionId,
    channel: `${channel.id}:${one.role}`,
    at,
    ok: error === null,
    error: error ?? '',
    tries: 1,
  }));
  await appendDeliveries(store, rows);
  if (error !== null && notices.some((one) => (held.get(ledgerKey(one, channel))?.failures ?? 0) + 1 >= MOST_ROUNDS))
    onGivenUp(`${channel.id}: ${notices.length} notices for ${notices[0].role} not delivered: ${error}`);
}

/** The message of the last error, or null where it went through. Only transient errors are tried again. */
async function tries(send: () => Promise<void>, pause: OutboxOptions['pause']): Promise<string | null> {
  for (const wait of [...RETRIES, null]) {
    try {
      await send();
      return null;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (wait === null || !(error instanceof TransientError)) return message;
      await pause(wait);
    }
  }
  return null;
}
