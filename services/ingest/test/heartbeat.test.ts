import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RawMessage } from '@duqing/events';
import { TransientError, type OutMessage } from '@duqing/runtime';
import { lastHeartbeat, migrate, openStore, StoreError, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEARTBEAT_TOPIC, heartbeatText, startHeartbeat, type Heartbeat } from '../src/heartbeat.ts';
import { INPUT_TOPICS } from '../src/index.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: mkdtempSync(join(tmpdir(), 'duqing-heartbeat-')) });
  await migrate(store);
});
afterAll(async () => store.close());

const away: Store['insert'] = async () => {
  throw new StoreError('away', { code: null, type: 'ECONNREFUSED', transient: true });
};

function messageOf({ key, value }: OutMessage, offset: number): RawMessage {
  const place = { topic: HEARTBEAT_TOPIC, partition: 0, offset: String(offset) };
  return { ...place, key: Buffer.from(key ?? ''), value: Buffer.from(value), headers: {}, appendedAt: 0 };
}

/** A heartbeat over a broker that hands on while `flows`, with hands on both clocks. */
function beating(instance: string) {
  const hands = { wall: Date.parse('2026-08-01T00:00:00+08:00'), monotonic: 1_000, flows: true };
  let sent = 0;
  const heartbeat: Heartbeat = startHeartbeat({
    store,
    publisher: {
      publish: async (_topic, messages) => {
        sent += 1;
        if (hands.flows) await heartbeat.handle({ messages: messages.map(messageOf) });
      },
    },
    clock: () => hands.wall,
    instance,
    everyMs: 5,
    monotonic: () => hands.monotonic,
    onError: () => undefined,
  });
  return { heartbeat, hands, sent: () => sent };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

describe('a marker through broker, group and store', () => {
  it('is young while markers arrive and ages once they do not, whatever the clock on the wall does', async () => {
    const { heartbeat, hands } = beating('a');
    hands.monotonic += 50_000;
    await until(() => heartbeat.ageMs() === 0);
    hands.wall -= 86_400_000;
    hands.monotonic += 50_000;
    await until(() => heartbeat.ageMs() === 0);
    hands.flows = false;
    const stuckAt = await lastHeartbeat(store, 'a');
    await pause(50);
    hands.monotonic += 200_000;
    expect(heartbeat.ageMs()).toBeGreaterThanOrEqual(200_000);
    expect(heartbeatText(heartbeat.ageMs(), 120_000)).toContain('no marker sent in the last');
    expect(await lastHeartbeat(store, 'a')).toBeGreaterThanOrEqual(stuckAt);
    hands.flows = true;
    await until(() => heartbeat.ageMs() === 0);
    expect(heartbeatText(heartbeat.ageMs(), 120_000)).toBeNull();
    await heartbeat.stop();
  });

  it('one that never arrived ages from the start', async () => {
    const { heartbeat, hands, sent } = beating('b');
    hands.flows = false;
    await until(() => sent() > 0);
    await heartbeat.stop();
    hands.monotonic += 130_000;
    expect(heartbeat.ageMs()).toBe(130_000);
  });

  it('of another process, or one that is no marker, does not make it younger', async () => {
    const { heartbeat, hands } = beating('c');
    hands.flows = false;
    const others = ['not json', '{"instance":"","number":1}', '{"instance":"d","number":9,"sentAt":1}'];
    await heartbeat.handle({ messages: others.map((value, index) => messageOf({ key: null, value }, index)) });
    expect(await lastHeartbeat(store, 'd')).toBe(9);
    hands.monotonic += 60_000;
    await pause(30);
    expect(heartbeat.ageMs()).toBe(60_000);
    await heartbeat.stop();
  });

  it('leaves nothing among ledger, rejects and facts, and has no input topic', async () => {
    const [row] = await store.query<{ rows: number }>(
      'SELECT count() AS rows FROM (SELECT topic FROM ledger UNION ALL SELECT topic FROM rejects UNION ALL SELECT subject FROM facts_case_filed)',
    );
    expect(row?.rows).toBe(0);
    expect(INPUT_TOPICS).not.toContain(HEARTBEAT_TOPIC);
  });

  it('is tried again where the store is away', async () => {
    const heartbeat = startHeartbeat({
      store: { ...store, insert: away },
      publisher: { publish: async () => undefined },
      clock: () => 0,
      instance: 'e',
      everyMs: 5,
      monotonic: () => 0,
      onError: () => undefined,
    });
    const value = '{"instance":"e","number":1,"sentAt":1}';
    await expect(heartbeat.handle({ messages: [messageOf({ key: null, value }, 0)] })).rejects.toThrow(TransientError);
    await heartbeat.stop();
  });
});
