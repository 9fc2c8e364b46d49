import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '@duqing/outlook';
import { Setting, type Deployment } from '@duqing/regions';
import { inTurn, type Clock, type Publisher } from '@duqing/runtime';
import { asTransient, type AlertDeliveryRow, type Reader, type Store } from '@duqing/warehouse';
import { handedOver, type HandedOver } from './alertmanager/payload.ts';
import { postedAlerts, pushAlerts } from './alertmanager/push.ts';
import type { Channel } from './channels/channel.ts';
import { evaluateAlerts } from './core/evaluate.ts';
import { FRESH_MS } from './core/duty/history.ts';
import type { Due } from './core/outgoing.ts';
import type { AlertInput, Transition } from './core/types.ts';
import { unmoved } from './core/unmoved.ts';
import { gather, namesOf } from './gather.ts';
import { dueLetters, isFromAlert, readDesk, type Desk } from './desk.ts';
import { deliverDue, deliverForeign, heldDeliveries, type OutboxOptions } from './outbox.ts';
import { promptLook } from './prompt.ts';
import { appendDeliveries, appendTransitions, type Delivery } from './store/ledger.ts';
import { appendReleases } from './store/letters.ts';

export const ALERTS_TOPIC = 'duqing.alerts';
/** How the topic is named in the ledger of delivery. */
const BUS = 'bus';

export interface AlertsOptions {
  store: Store;
  reader: Reader;
  publisher: Publisher;
  deployment: Deployment;
  clock: Clock;
  /** ways out of the house; none by default */
  channels?: readonly Channel[];
  /** address of the pages, without a slash at the end */
  base?: string;
  /** address of an Alertmanager that groups, silences and hands back what may go out; without it notices go out directly */
  alertmanager?: string;
  pause?: (ms: number) => Promise<void>;
  onGivenUp?: (what: string) => void;
}

/** What a decision was made by. */
interface Known {
  /** the ledger of alerts when it was read for the decision */
  previous: readonly Transition[];
  /** ms: when the look began */
  now: number;
}

/** All that is kept of alerts, of letters and of deliveries. */
interface Ledgers {
  transitions: Transition[];
  desk: Desk;
  deliveries: ReadonlyMap<string, Delivery>;
}

/**
 * Decides alerts, keeps their ledger, publishes transitions and sends notices. Reading may take long and goes on beside other work;
 * what is written and sent is one piece after another, and a decision counts only where its alert has not moved since it was read.
 */
export class AlertsService {
  readonly #options: AlertsOptions;
  readonly #evaluating = inTurn();
  readonly #writing = inTurn();
  #waiting: Promise<void> | undefined;
  #handed: HandedOver[] = [];
  #handing: Promise<void> | undefined;

  constructor(options: AlertsOptions) {
    this.#options = options;
  }

  /**
   * Evaluates at `now` (ms, default the clock) and gives the new transitions, durable in the ledger. A crash after the append is
   * healed at the next call: what was not delivered is sent then. Throws a TransientError where the store may answer later.
   */
  async evaluate(now = this.#options.clock()): Promise<Transition[]> {
    return this.#evaluating(async () => this.#evaluate(now));
  }

  /** An evaluation that sees everything stored until now; those asked for while one waits share it. */
  async evaluateSoon(): Promise<void> {
    this.#waiting ??= this.#evaluating(async () => {
      this.#waiting = undefined;
      await this.#evaluate(this.#options.clock());
    });
    return this.#waiting;
  }

  /**
   * Decides at once what the records in some changed places make or end by themselves, reading those places alone. Only a hint:
   * without it, or where what it names is not to be seen yet, the next evaluation says the same.
   */
  async look(changes: readonly Change[]): Promise<Transition[]> {
    const { store, deployment, clock } = this.#options;
    const now = clock();
    return transient(async () => {
      const { made, previous } = await promptLook({ store, deployment, changes, now });
      return made.length === 0 ? [] : this.#writing(async () => this.#commit(made, { previous, now }));
    });
  }

  /**
   * Tells what has fallen due since the last look, without evaluating anything: what was assigned, stand-ins, reminders, what the night
   * or a budget held, and what did not get through.
   */
  async tell(): Promise<void> {
    const isReleasedElsewhere = this.#options.alertmanager !== undefined;
    return this.#writing(async () => void (await this.#send(await this.#held(), { isReleasedElsewhere })));
  }

  async #evaluate(now: number): Promise<Transition[]> {
    const { store, reader, deployment } = this.#options;
    return transient(async () => {
      const previous = await reader.transitions();
      const made = evaluateAlerts(await gather({ store, reader, deployment, now, transitions: previous }));
      return this.#writing(async () => this.#commit(made, { previous, now }));
    });
  }

  /** Appends what was decided, then publishes and sends everything that the ledger holds and nobody was told yet. */
  async #commit(made: readonly Transition[], { previous, now }: Known): Promise<Transition[]> {
    const held = await this.#held();
    const kept = unmoved(made, { previous, held: held.transitions });
    await appendTransitions(this.#options.store, kept);
    const known = { ...held, transitions: [...held.transitions, ...kept] };
    const published = await this.#publish(known, now);
    await Promise.all([appendDeliveries(this.#options.store, published), this.#deliver(known)]);
    return kept;
  }

  async #held(): Promise<Ledgers> {
    const { store, reader, clock } = this.#options;
    const [transitions, desk, deliveries] = await Promise.all([
      reader.transitions(),
      readDesk(store, clock()),
      heldDeliveries(store, clock()),
    ]);
    return { transitions, desk, deliveries };
  }

  /**
   * Those not yet published, keyed by the alert so that its transitions stay in order; a repeat has the same `transition_id`. Gives
   * what the ledger of delivery is to hold of it.
   */
  async #publish({ transitions, deliveries }: Ledgers, began: number): Promise<AlertDeliveryRow[]> {
    const { publisher, clock } = this.#options;
    const since = clock() - FRESH_MS;
    const open = transitions.filter(
      (row) => row.at >= since && deliveries.get(`${row.transition_id}/${BUS}`)?.delivered !== true,
    );
    if (open.length === 0) return [];
    await publisher.publish(
      ALERTS_TOPIC,
      open.map((row) => ({ key: row.key, value: JSON.stringify(row), headers: { 'duqing-began': String(began) } })),
    );
    const at = clock();
    return open.map(({ transition_id }) => ({ transition_id, channel: BUS, at, ok: true, error: '', tries: 1 }));
  }

  /**
   * Through Alertmanager where there is one, which releases what alerts do; where it does not answer, everything is released: the
   * ledger of delivery keeps it to once.
   */
  async #deliver(held: Ledgers): Promise<void> {
    const { alertmanager, store, clock } = this.#options;
    const isReleasedElsewhere = await this.#pushed(held.transitions);
    const due = await this.#send(held, { isReleasedElsewhere });
    if (alertmanager !== undefined && !isReleasedElsewhere)
      await appendReleases(store, { released: due.filter(isFromAlert), at: clock() });
  }

  async #send(
    { transitions, desk, deliveries }: Ledgers,
    { isReleasedElsewhere }: { isReleasedElsewhere: boolean },
  ): Promise<Due[]> {
    const { store, deployment, clock } = this.#options;
    const due = await dueLetters(transitions, { store, desk, deployment, now: clock(), isReleasedElsewhere });
    await deliverDue(due, { areas: this.#areas(), options: this.#outbox(), held: deliveries });
    return due;
  }

  async #pushed(transitions: readonly Transition[]): Promise<boolean> {
    const { alertmanager, clock, deployment, onGivenUp = () => undefined } = this.#options;
    if (alertmanager === undefined) return false;
    try {
      await pushAlerts(alertmanager, postedAlerts(transitions, { now: clock(), city: deployment.city }));
      return true;
    } catch (error) {
      onGivenUp(`${error instanceof Error ? error.message : String(error)}; notices go out directly, grouped simply`);
      return false;
    }
  }

  /**
   * Takes a webhook payload of Alertmanager (or of Grafana) and sends what it releases, now or once it is held no more: repeats are
   * dropped by (transition, recipient). Those that come while others are sent share the next sending: thousands at once read the
   * ledger a few times, not thousands. Throws a PayloadError that names the field where it is no such payload.
   */
  async handOver(payload: unknown): Promise<void> {
    this.#handed.push(handedOver(payload, this.#areas()));
    this.#handing ??= this.#writing(async () => {
      this.#handing = undefined;
      const all = this.#handed.splice(0);
      await this.#release({ ours: all.flatMap(({ ours }) => ours), others: all.flatMap(({ others }) => others) });
    });
    return this.#handing;
  }

  async #release({ ours, others }: HandedOver): Promise<void> {
    const { store, clock } = this.#options;
    if (ours.length > 0) {
      const released = ours.map(({ transitionId, role }) => ({ ref: transitionId, recipient: role }));
      await appendReleases(store, { released, at: clock() });
      await this.#send(await this.#held(), { isReleasedElsewhere: true });
    }
    await deliverForeign(others, this.#outbox());
  }

  #areas(): AlertInput['areas'] {
    return namesOf(new Setting(this.#options.deployment, this.#options.clock()));
  }

  #outbox(): OutboxOptions {
    const { store, clock, channels = [], base = '', pause = sleep, onGivenUp = () => undefined } = this.#options;
    return { store, channels, clock, base, pause, onGivenUp };
  }
}

/** Runs work of which a fault of the store that time may mend becomes a TransientError. */
async function transient<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asTransient(error);
  }
}
