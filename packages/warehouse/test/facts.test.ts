import { compareContenders } from '@duqing/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACT_TABLES, factsOf, type Facts } from '../src/facts/facts.ts';
import { rankOf } from '../src/facts/rank.ts';
import type { LedgerRow } from '../src/schema.ts';

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const contender = fc.record({
  revision: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  withdrawn: fc.boolean(),
  time: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  dataHash: hash,
});

describe('rankOf', () => {
  it('orders like the winner among an entity’s records', () => {
    fc.assert(
      fc.property(contender, contender, (a, b) => {
        const [rankA, rankB] = [BigInt(rankOf(a)), BigInt(rankOf(b))];
        const expected = Math.sign(compareContenders(a, b));
        if (a.dataHash.slice(0, 32) === b.dataHash.slice(0, 32)) return;
        expect(Number(rankA > rankB) - Number(rankA < rankB)).toBe(expected);
      }),
    );
  });

  it('stays below 2^256', () => {
    const rank = rankOf({
      revision: Number.MAX_SAFE_INTEGER,
      withdrawn: true,
      time: 2 ** 52,
      dataHash: 'f'.repeat(64),
    });
    expect(BigInt(rank)).toBeLessThan(1n << 256n);
  });
});

interface Sent {
  subject: string;
  region: string;
  filedAt: string;
  solvedAt: string | undefined;
  revision: number;
  withdrawn: boolean;
}

const sent: fc.Arbitrary<Sent> = fc.record({
  subject: fc.constantFrom('a', 'b'),
  region: fc.constantFrom('990102', '990103'),
  filedAt: fc.constantFrom('2026-03-31', '2026-03-31T23:59:59+08:00', '2026-04-01', '2026-04-01T00:00:00+08:00'),
  solvedAt: fc.constantFrom(undefined, '2026-04-02', '2026-07-01'),
  revision: fc.integer({ min: 1, max: 3 }),
  withdrawn: fc.boolean(),
});

function row(one: Sent, offset: number): LedgerRow {
  const dataHash = Buffer.from(JSON.stringify({ ...one, subject: '' }))
    .toString('hex')
    .padEnd(64, '0')
    .slice(-64);
  const { subject, region, filedAt, solvedAt, revision, withdrawn } = one;
  const time = Date.parse('2026-08-01T00:00:00Z');
  const data = withdrawn
    ? { revision, reason: 'other' }
    : { revision, region, category: 'trafficking', filedAt, solvedAt };
  return {
    topic: 'duqing.cases',
    partition: 0,
    offset: String(offset),
    received_at: time + offset,
    processed_at: time,
    source: '/9901/police',
    id: `c-${offset}`,
    type: withdrawn ? 'duqing.case.withdrawn.v1' : 'duqing.case.recorded.v1',
    family: 'case',
    subject,
    revision,
    withdrawn,
    time,
    rank: rankOf({ revision, withdrawn, time, dataHash }),
    data_hash: dataHash,
    bytes_hash: dataHash,
    bytes: '',
    data: JSON.stringify(data),
    region: withdrawn ? '' : region,
    flags: [],
    simulated: true,
    backfilled: false,
  };
}

/** What a ReplacingMergeTree holds after writes in this order: per key the highest rank, the later write of two alike. */
function merged(writes: Facts[]): string[] {
  const held = new Map<string, { rank: string; deleted: boolean; text: string }>();
  for (const facts of writes) {
    for (const table of FACT_TABLES) {
      for (const fact of facts[table]) {
        const key = [table, fact.region, fact.quarter, fact.subject].join('/');
        const other = held.get(key);
        if (other && BigInt(other.rank) > BigInt(fact.rank)) continue;
        held.set(key, { rank: fact.rank, deleted: fact.deleted, text: `${key}/${fact.day}/${fact.id}` });
      }
    }
  }
  return [...held.values()]
    .filter(({ deleted }) => !deleted)
    .map(({ text }) => text)
    .sort();
}

describe('factsOf', () => {
  it('leaves the same facts whatever the order of arrival and however the batches are cut', () => {
    const shuffles = fc.array(sent, { minLength: 1, maxLength: 8 }).chain((records) => {
      const rows = records.map(row);
      const order = fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length });
      return fc.tuple(
        fc.constant(rows),
        order,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 }),
      );
    });
    fc.assert(
      fc.property(shuffles, ([rows, order, cuts]) => {
        const ledger: LedgerRow[] = [];
        const writes: Facts[] = [];
        const left = [...order];
        for (const cut of cuts) {
          const batch = left.splice(0, cut);
          ledger.push(...batch);
          const subjects = new Set(batch.map(({ subject }) => subject));
          writes.push(factsOf(ledger.filter(({ subject }) => subjects.has(subject))));
        }
        writes.push(factsOf(rows));
        expect(merged(writes)).toEqual(merged([factsOf(rows)]));
      }),
      { numRuns: 300 },
    );
  });

  it('says of a record that arrived once what it says of one that arrived twice', () => {
    const holds = fc.property(sent, (record) => {
      expect(factsOf([row(record, 0)])).toEqual(factsOf([row(record, 0), row(record, 1)]));
    });
    fc.assert(holds);
  });

  it('moves a corrected case out of the cell that it was first reported in', () => {
    const first = row(
      { subject: 'a', region: '990102', filedAt: '2026-03-31', solvedAt: undefined, revision: 1, withdrawn: false },
      0,
    );
    const second = row(
      { subject: 'a', region: '990102', filedAt: '2026-04-01', solvedAt: undefined, revision: 2, withdrawn: false },
      1,
    );
    const facts = factsOf([first, second]).facts_case_filed;
    expect(facts.map(({ quarter, deleted, revision }) => ({ quarter, deleted, revision }))).toEqual([
      { quarter: '2026Q2', deleted: false, revision: 2 },
      { quarter: '2026Q1', deleted: true, revision: 1 },
    ]);
  });

  it('flags a record of an entity that two sources write for', () => {
    const first = row(
      { subject: 'a', region: '990102', filedAt: '2026-03-31', solvedAt: undefined, revision: 1, withdrawn: false },
      0,
    );
    const other = {
      ...row(
        { subject: 'a', region: '990102', filedAt: '2026-03-31', solvedAt: undefined, revision: 2, withdrawn: false },
        1,
      ),
      source: '/9901/prosecutor',
    };
    expect(factsOf([first, other]).facts_case_filed[0]?.flags).toEqual(['other-source']);
    expect(factsOf([first]).facts_case_filed[0]?.flags).toEqual([]);
  });
});
