import { setTimeout as pause } from 'node:timers/promises';
import { kafkaAvailable } from '@duqing/infra-kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '../support/feed.ts';
import { judge } from '../support/judge.ts';
import { SERVICES, Stack, type ServiceName } from '../support/stack.ts';
import { redDuring } from './readiness.ts';
import { arm, MODES, nameOf, pointsOf, type Armed, type Point } from './points.ts';
import { sendWave, wavesOf } from './waves.ts';

const missing = kafkaAvailable();
const title = `chaos in one long-lived stack${missing === null ? '' : ` (skipped: ${missing})`}`;
const suite = missing !== null && process.env['CI'] !== 'true' ? describe.skip : describe;

const seed = Number(process.env['DUQING_CHAOS_SEED'] ?? 1);
/** At least so many points, and no more of them where nothing says until when. */
const goal = Number(process.env['DUQING_CHAOS_POINTS'] ?? 50);
const endsAt = process.env['DUQING_CHAOS_UNTIL'];
const longestMs = endsAt === undefined ? 3_600_000 : Number(endsAt) - Date.now();

/** How long the points of a wave have to be reached. */
const WAVE_MS = 15_000;
const WAVES_A_ROUND = 3;
/** Times the slowest round so far that must be left for another one. */
const ROUND_FITS = 1.3;

/** Away in the outages that are no kill points. */
const AWAY_MS = Number(process.env['DUQING_CHAOS_AWAY_MS'] ?? 12_000);

suite(title, { timeout: longestMs + 120_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ sessionMs: 6_000 });
  }, 120_000);
  afterAll(async () => stack?.close(), 60_000);

  it('the store and the broker away for longer than a session: readiness turns red, then all comes back by itself', async () => {
    const waves = wavesOf(seed + 1);
    const sent = async (number: number) => sendWave(stack, { messages: waves.next().value ?? [], number });
    const starts = SERVICES.map((name) => stack.services[name].starts);
    const withoutStore = await redDuring(stack, [stack.restartStore(AWAY_MS), sent(1_001)]);
    expect(withoutStore.filter((name) => name.startsWith('ingest'))).not.toEqual([]);
    await stack.settled();
    const withoutBroker = await redDuring(stack, [stack.restartBroker(AWAY_MS), sent(1_002)]);
    expect(withoutBroker).toEqual([...SERVICES]);
    await stack.settled();
    expect((await judge(stack)).faults).toEqual([]);
    expect(await redDuring(stack, [pause(1)])).toEqual([]);
    expect(SERVICES.map((name) => stack.services[name].starts)).toEqual(starts);
  });

  it(`${goal} kill points or more, seed ${seed}: after each round all cells equal the model and the balance closes`, async () => {
    const waves = wavesOf(seed);
    const queue = new Queue(seed);
    const fired: Point[] = [];
    const until = Number(endsAt ?? Infinity);
    let [number, slowest] = [0, 0];
    const isEnough = (): boolean =>
      until === Infinity ? fired.length >= goal : Date.now() + ROUND_FITS * slowest > until;
    for (let round = 1; !isEnough(); round += 1) {
      const begun = Date.now();
      const struck: Point[] = [];
      for (let wave = 0; wave < WAVES_A_ROUND; wave += 1) {
        const armed = queue.take().map(([service, point]) => arm(stack, service, point));
        number += 1;
        await sendWave(stack, { messages: waves.next().value ?? [], number });
        await reached(stack, armed);
        for (const { point } of armed.filter(({ hasFired }) => !hasFired)) queue.putBack(point);
        struck.push(...armed.filter(({ hasFired }) => hasFired).map(({ point }) => point));
        await stack.ready();
      }
      await stack.settled(300_000);
      const { faults, ...counts } = await judge(stack);
      fired.push(...struck);
      console.log(`round ${round}`, counts, struck.map(nameOf));
      slowest = Math.max(slowest, Date.now() - begun);
      expect({ round, points: struck.map(nameOf), faults }).toEqual({ round, points: struck.map(nameOf), faults: [] });
    }
    console.log(
      Map.groupBy(fired, ({ mode }) => mode)
        .entries()
        .map(([mode, of]) => `${mode} ${of.length}`)
        .toArray()
        .join(', '),
    );
    expect(fired.length).toBeGreaterThanOrEqual(goal);
    expect(MODES.filter((mode) => !fired.some((point) => point.mode === mode))).toEqual([]);
    expect(SERVICES.flatMap((name) => stack.services[name].ends)).toEqual([]);
  });
});

/** Resolves when every point was reached, or cannot be any more, and what they broke is whole again. */
async function reached(stack: Stack, armed: readonly Armed[]): Promise<void> {
  const until = Date.now() + WAVE_MS;
  for (let isOver = false; !isOver && Date.now() < until;) {
    await pause(1_000);
    const isReached = armed.every(({ hasFired }) => hasFired);
    isOver = isReached || (await stack.behind().catch(() => 'the broker is away')) === '';
  }
  for (const one of armed) one.disarm();
  await Promise.all(armed.map(({ healed }) => healed));
}

/** Points still to be struck, shuffled by a seed; every window in the first round of modes comes before the next. */
class Queue {
  readonly #points: Point[] = [];
  readonly #random: () => number;
  #round = 0;

  constructor(seeded: number) {
    this.#random = randomOf(seeded);
  }

  /** One for each process; the store and the broker die at most once a wave. */
  take(): [ServiceName, Point][] {
    let isShared = false;
    return SERVICES.map((service): [ServiceName, Point] => {
      const program = service.split('-')[0];
      const point = this.#next((one) => one.program === program && !(isShared && isOfAll(one)));
      isShared ||= isOfAll(point);
      return [service, point];
    });
  }

  putBack(point: Point): void {
    this.#points.push(point);
  }

  #next(fits: (point: Point) => boolean): Point {
    for (;;) {
      const index = this.#points.findIndex(fits);
      const [point] = index < 0 ? [] : this.#points.splice(index, 1);
      if (point) return point;
      const more = pointsOf(this.#round).map((one) => ({ one, at: this.#random() }));
      this.#points.push(...more.toSorted((a, b) => a.at - b.at).map(({ one }) => one));
      this.#round += 1;
    }
  }
}

function isOfAll({ mode }: Point): boolean {
  return mode === 'store' || mode === 'broker';
}
