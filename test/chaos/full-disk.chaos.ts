import { setTimeout as pause } from 'node:timers/promises';
import { kafkaAvailable } from '@duqing/infra-kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../support/judge.ts';
import { smallDiskMissing } from '../support/small-disk.ts';
import { SERVICES, Stack } from '../support/stack.ts';
import { redDuring } from './readiness.ts';
import { sendWave, wavesOf } from './waves.ts';

const missing = kafkaAvailable() ?? smallDiskMissing();
const title = `the store’s disk is full${missing === null ? '' : ` (skipped: ${missing})`}`;
const suite = missing !== null && process.env['CI'] !== 'true' ? describe.skip : describe;

const seed = Number(process.env['DUQING_CHAOS_SEED'] ?? 1);

/** Long enough for the third try of a batch, which readiness speaks of. */
const FULL_MS = 12_000;

suite(title, { timeout: 400_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start({ sessionMs: 6_000, storeMiB: 512 });
  }, 120_000);
  afterAll(async () => stack?.close(), 60_000);

  // with nothing left the store's server refuses; with a little left an insert begins, and the engine itself runs out of room
  it.each([0, 400])(
    'for a while, all but %i KiB: readiness turns red, nothing is lost, lag returns to 0 by itself',
    async (leftKiB) => {
      const waves = wavesOf(seed + 2 + leftKiB);
      const next = async (number: number) => sendWave(stack, { messages: waves.next().value ?? [], number });
      await next(2_000);
      await stack.settled();
      const starts = SERVICES.map((name) => stack.services[name].starts);
      await stack.fillDisk(leftKiB);
      const full = async (): Promise<void> => {
        for (let number = 2_001; number <= 2_003; number += 1) await next(number);
        await pause(FULL_MS);
      };
      const red = await redDuring(stack, [full()]);
      expect(red.filter((name) => name.startsWith('ingest'))).not.toEqual([]);
      expect(await stack.behind()).not.toBe('');
      await stack.freeDisk();
      await stack.settled(300_000);
      expect((await judge(stack)).faults).toEqual([]);
      expect(await redDuring(stack, [pause(1)])).toEqual([]);
      expect(SERVICES.map((name) => stack.services[name].starts)).toEqual(starts);
    },
  );
});
