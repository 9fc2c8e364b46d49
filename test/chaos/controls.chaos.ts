import { kafkaAvailable } from '@duqing/infra-kafka';
import { describe, expect, it } from 'vitest';
import { disordered, feed, historyOf } from '../support/feed.ts';
import { judge } from '../support/judge.ts';
import { Stack } from '../support/stack.ts';
import { arm, type Armed } from './points.ts';

const missing = kafkaAvailable();
const title = `what the judge must see${missing === null ? '' : ` (skipped: ${missing})`}`;
const suite = missing !== null && process.env['CI'] !== 'true' ? describe.skip : describe;

suite(title, { timeout: 180_000 }, () => {
  it.each([
    {
      wrong: 'offsets committed before the insert',
      variant: 'commit-first',
      kills: true,
      isSeen: some(/^ledger: \S+ lost$/),
    },
    { wrong: 'last arrival wins', variant: 'last-arrival', kills: false, isSeen: some(/^cell /) },
    { wrong: 'nothing', variant: null, kills: true, isSeen: none },
  ])('$wrong', async ({ variant, kills, isSeen }) => {
    const ingestMain = variant === null ? {} : { ingestMain: `test/chaos/variants/${variant}.ts` };
    const stack = await Stack.start({ sessionMs: 3_000, ...ingestMain });
    try {
      const armed = kills ? (['ingest-1', 'ingest-2'] as const).map((name) => arm(stack, name, KILL)) : [];
      await feed(stack, disordered(historyOf(7), { seed: 7, shuffled: true }));
      await stack.settled();
      expect(armed.filter(hasFired)).toEqual(armed);
      const { faults } = await judge(stack);
      expect({ faults, isSeen: isSeen(faults) }).toEqual({ faults, isSeen: true });
    } finally {
      await stack.close();
    }
  });
});

type See = (faults: readonly string[]) => boolean;

function some(pattern: RegExp): See {
  return (faults) => faults.some((fault) => pattern.test(fault));
}

function none(faults: readonly string[]): boolean {
  return faults.length === 0;
}

const KILL = { program: 'ingest', side: 'store', what: 'INSERT INTO ledger', when: 'before', mode: 'kill' } as const;

function hasFired(armed: Armed): boolean {
  return armed.hasFired;
}
