import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '@duqing/outlook';
import { loadDeployment, TransientError, type OutMessage } from '@duqing/runtime';
import { createReader, migrate, openStore, type Reader, type Store } from '@duqing/warehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AlertsService, type AlertsOptions } from '../src/alerts.service.ts';
import { evaluateAlerts } from '../src/core/evaluate.ts';
import { PROMPT_KINDS } from '../src/core/prompt.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import { gather } from '../src/gather.ts';
import { promptLook } from '../src/prompt.ts';
import { appendTransitions } from '../src/store/ledger.ts';
import { record, type Given } from './support/records.ts';

const NOW = Date.parse('2026-06-01T09:00:00+08:00');
const [CITY, COUNTY, OTHER] = ['990100', '990102', '990103'];
const deployment = await loadDeployment('demo');
let path: string;
let store: Store;

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'duqing-prompt-'));
  store = await openStore({ kind: 'embedded', path });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true });
});
const TABLES = ['ledger', 'alert_transitions', 'alert_deliveries', 'alert_letters', 'facts_case_filed', 'facts_return'];
beforeEach(async () => {
  for (const table of TABLES) await store.command(`TRUNCATE TABLE ${table}`);
});

function manufacturing(given: Partial<Given> & { filedAt?: string } = {}): Given {
  const { filedAt = '2026-05-20', region = COUNTY, ...rest } = given;
  const persons = { involved: 2, minors: 0, pupils: 0, users: 0 };
  const data = { region, category: 'manufacturing', filedAt, preControlled: false, causedByUser: false, persons };
  return { family: 'case', subject: `${COUNTY}-2026-0001`, region, receivedAt: NOW - 1_000, data, ...rest };
}
const WITHDRAWN: Partial<Given> = { revision: 2, withdrawn: true, data: { reason: 'entered-twice' } };
const KEY = `zero-occurrence/zero-manufacturing/${COUNTY}/${COUNTY}-2026-0001`;

interface Parts {
  service: AlertsService;
  published: OutMessage[];
  told: Outgoing[];
  reader: Reader;
}

function start(given: Partial<AlertsOptions> & { now?: number } = {}): Parts {
  const [published, told]: [OutMessage[], Outgoing[]] = [[], []];
  const clock = (): number => given.now ?? NOW;
  const reader = createReader({ store, deployment, clock });
  const service = new AlertsService({
    store,
    reader,
    deployment,
    clock,
    publisher: { publish: async (_topic, messages) => void published.push(...messages) },
    channels: [{ id: 'test', send: async (message) => void told.push(message) }],
    pause: async () => undefined,
    ...given,
  });
  return { service, published, told, reader };
}

function critical(told: readonly Outgoing[]): string[] {
  return told.flatMap(({ severity, role }) => (severity === 'critical' ? [role] : [])).sort();
}

async function away(): Promise<never> {
  throw new TransientError('away');
}

describe('a hint of changed places', () => {
  test('a record that must not occur is told at once to both posts; the same hint again, and an evaluation, add nothing', async () => {
    const changes = await record(store, [manufacturing()]);
    const { service, told } = start();
    const made = await service.look(changes);
    expect(made.map(({ key, to_state }) => [key, to_state])).toEqual([[KEY, 'firing']]);
    expect(critical(told)).toEqual(['analysts', 'commander']);
    expect(await service.look(changes)).toEqual([]);
    const rest = await service.evaluate();
    expect(rest.filter(({ kind }) => PROMPT_KINDS.some((one) => one === kind))).toEqual([]);
    expect(critical(told)).toEqual(['analysts', 'commander']);
  });

  test('lost: the next evaluation tells it, and what the hint would have said late is nothing', async () => {
    const changes = await record(store, [manufacturing()]);
    const { service, told } = start();
    expect((await service.evaluate()).map(({ key }) => key)).toContain(KEY);
    expect(await service.look(changes)).toEqual([]);
    expect(critical(told)).toEqual(['analysts', 'commander']);
  });

  test('before what it names is to be seen: it finds nothing and ends nothing; told by the next hint or evaluation, once', async () => {
    const early: Change[] = [{ table: 'facts_case_filed', region: COUNTY, quarter: '2026Q2', measure: '' }];
    const { service, told } = start();
    expect(await service.look(early)).toEqual([]);
    await record(store, [manufacturing()]);
    expect((await service.look(early)).map(({ key }) => key)).toEqual([KEY]);
    expect((await service.evaluate()).map(({ key }) => key)).not.toContain(KEY);
    expect(critical(told)).toEqual(['analysts', 'commander']);
  });

  test('lost for one area: a hint about another tells nothing of it, the next evaluation does', async () => {
    await record(store, [manufacturing()]);
    const changes = await record(store, [manufacturing({ subject: `${OTHER}-2026-0002`, region: OTHER })]);
    const { service } = start();
    expect((await service.look(changes)).map(({ region }) => region)).toEqual([OTHER]);
    const rest = (await service.evaluate()).filter(({ kind }) => kind === 'zero-occurrence');
    expect(rest.map(({ key, region }) => [key, region])).toEqual([[KEY, COUNTY]]);
  });

  test('a record that moved to another quarter since it was told is not recalled by a hint about the quarter that it left', async () => {
    const { service } = start();
    await service.look(await record(store, [manufacturing({ filedAt: '2026-02-10' })]));
    expect(await service.look(await record(store, [manufacturing({ revision: 2 })]))).toEqual([]);
    const beside = manufacturing({ subject: `${COUNTY}-2026-0003`, filedAt: '2026-02-11' });
    const made = await service.look(await record(store, [beside]));
    expect(made.map(({ key, to_state }) => [key, to_state])).toEqual([[KEY.replace('0001', '0003'), 'firing']]);
    expect((await service.evaluate()).filter(({ kind }) => kind === 'zero-occurrence')).toEqual([]);
  });

  test.each(['before the ledger', 'after the ledger'])(
    'cut off %s: redelivered after a restart it is told once',
    async (when) => {
      const changes = await record(store, [manufacturing()]);
      const broken =
        when === 'before the ledger'
          ? start({ store: { ...store, client: store.client, insert: away } })
          : start({ publisher: { publish: away } });
      await expect(broken.service.look(changes)).rejects.toThrow(TransientError);
      expect(broken.told).toEqual([]);
      const { service, told, published } = start({ now: NOW + 1 });
      await service.look(changes);
      await service.evaluate();
      expect(critical(told)).toEqual(['analysts', 'commander']);
      expect(published.filter(({ key }) => key === KEY)).toHaveLength(1);
    },
  );

  test('withdrawn: the recall goes to the same posts at once', async () => {
    await start().service.look(await record(store, [manufacturing()]));
    const changes = await record(store, [manufacturing(WITHDRAWN)]);
    const { service, told } = start({ now: NOW + 1_000 });
    expect((await service.look(changes)).map(({ key, to_state }) => [key, to_state])).toEqual([[KEY, 'resolved']]);
    expect(told.map(({ text, role }) => [role, text.zh.includes('【更正】')]).sort()).toEqual([
      ['analysts', true],
      ['commander', true],
    ]);
  });
});

/** A reader of which one question is answered only when it is let go. */
function gated(reader: Reader, question: 'cells' | 'balance') {
  const [asked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = async <T>(answer: () => Promise<T>, isBefore: boolean): Promise<T> => {
    const given = isBefore ? null : await answer();
    asked.resolve();
    await go.promise;
    return given ?? answer();
  };
  const slow: Reader = {
    ...reader,
    cells: async (query) => (question === 'cells' ? held(async () => reader.cells(query), false) : reader.cells(query)),
    balance: async () => (question === 'balance' ? held(async () => reader.balance(), true) : reader.balance()),
  };
  return { slow, asked: asked.promise, go: () => go.resolve() };
}

describe('an evaluation of everything that is still reading', () => {
  test('does not hold up a hint, and what it read before the record neither ends nor repeats the alert', async () => {
    const plain = start();
    const { slow, asked, go } = gated(plain.reader, 'cells');
    const { service, told } = start({ reader: slow });
    const evaluating = service.evaluate();
    await asked;
    await service.look(await record(store, [manufacturing()]));
    expect(critical(told)).toEqual(['analysts', 'commander']);
    go();
    expect((await evaluating).map(({ key }) => key)).not.toContain(KEY);
    expect(critical(told)).toEqual(['analysts', 'commander']);
    expect((await plain.reader.alerts()).find(({ key }) => key === KEY)?.state).toBe('firing');
  });

  test('found the same record, and the hint was first: its own decision of that alert does not count', async () => {
    const changes = await record(store, [manufacturing()]);
    const { slow, asked, go } = gated(start().reader, 'balance');
    const { service, told, published } = start({ reader: slow });
    const evaluating = service.evaluate();
    await asked;
    await service.look(changes);
    go();
    expect((await evaluating).map(({ key }) => key)).not.toContain(KEY);
    expect(critical(told)).toEqual(['analysts', 'commander']);
    expect(published.filter(({ key }) => key === KEY)).toHaveLength(1);
  });
});

/** One message of a history: about one of few entities, in few places. */
const step = fc.record({
  entity: fc.constantFrom('a', 'b', 'c'),
  region: fc.constantFrom(CITY, COUNTY, OTHER),
  filedAt: fc.constantFrom('2026-02-10', '2026-05-20'),
  category: fc.constantFrom('manufacturing', 'trafficking', 'diversion'),
  pupils: fc.constantFrom(0, 1),
  withdrawn: fc.boolean(),
  backfilled: fc.constantFrom(false, false, true),
  isReturn: fc.constantFrom(false, false, true),
  flag: fc.boolean(),
});

function messageOf(given: typeof step extends fc.Arbitrary<infer T> ? T : never, revision: number): Given {
  const { entity, region, filedAt, category, pupils, withdrawn, backfilled, isReturn, flag } = given;
  const at = { receivedAt: NOW - 1_000 + revision, revision, backfilled };
  if (isReturn) {
    const data = { measure: 'transit-hub', period: '2026Q1', department: 'police', value: flag };
    return { family: 'return', subject: `${COUNTY}/transit-hub/2026Q1`, region: COUNTY, data, ...at };
  }
  const persons = { involved: 2, minors: 0, pupils, users: 0 };
  const data = { region, category, filedAt, preControlled: false, causedByUser: false, persons };
  const whole = { family: 'case', subject: `990102-2026-${entity}`, region, ...at };
  return withdrawn ? { ...whole, withdrawn, data: { reason: 'entered-twice' } } : { ...whole, data };
}

test('whatever comes in, a hint decides of prompt kinds what an evaluation of everything would', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
      async (batches) => {
        for (const table of TABLES) await store.command(`TRUNCATE TABLE ${table}`);
        for (const [index, batch] of batches.entries()) {
          const now = NOW + index * 1_000;
          const changes = await record(
            store,
            batch.map((given, place) => messageOf(given, index * 10 + place + 1)),
          );
          const reader = createReader({ store, deployment, clock: () => now });
          const whole = evaluateAlerts(await gather({ store, reader, deployment, now }));
          const { made } = await promptLook({ store, deployment, changes, now });
          expect(made).toEqual(whole.filter(({ kind }) => PROMPT_KINDS.some((one) => one === kind)));
          for (const { kind, to_state } of made) seen.add(`${kind} ${to_state}`);
          await appendTransitions(store, whole);
        }
      },
    ),
    { numRuns: 5, seed: 11 },
  );
  expect([...seen].sort()).toEqual([
    'veto firing',
    'veto resolved',
    'zero-occurrence firing',
    'zero-occurrence resolved',
  ]);
}, 120_000);
