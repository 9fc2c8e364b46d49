import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stalled, stalledText, standingsAfter, type Position, type Standings } from '../src/core/stall.ts';

const at = (committed: bigint | null, high: bigint, partition = 0): Position => ({
  topic: 'duqing.cases',
  partition,
  low: 0n,
  high,
  committed,
});
const LIMIT = 60_000;

/** What is said after looks at these moments. */
function after(looks: readonly (readonly [now: number, ...positions: Position[]])[]) {
  let standings: Standings = new Map();
  let found = stalled(standings, [], { now: 0, limitMs: LIMIT });
  for (const [now, ...positions] of looks) {
    standings = standingsAfter(standings, positions, now);
    found = stalled(standings, positions, { now, limitMs: LIMIT });
  }
  return found;
}

describe('a partition that has messages and commits nothing', () => {
  it('is stalled once it has stood for longer than the limit, not at it', () => {
    expect(
      after([
        [0, at(5n, 9n)],
        [LIMIT, at(5n, 9n)],
      ]),
    ).toEqual([]);
    expect(
      after([
        [0, at(5n, 9n)],
        [LIMIT + 1, at(5n, 12n)],
      ]),
    ).toEqual([{ topic: 'duqing.cases', partition: 0, next: '5', lag: 7, standsFor: LIMIT + 1 }]);
  });

  it('is not stalled while it moves, however slowly, nor with nothing to read, however long', () => {
    expect(
      after([
        [0, at(5n, 9n)],
        [50_000, at(6n, 9n)],
        [100_000, at(7n, 99n)],
      ]),
    ).toEqual([]);
    expect(
      after([
        [0, at(9n, 9n)],
        [900_000, at(9n, 9n)],
      ]),
    ).toEqual([]);
  });

  it('stands from when there was something to read, not from the quiet before', () => {
    expect(
      after([
        [0, at(9n, 9n)],
        [900_000, at(9n, 9n)],
        [901_000, at(9n, 10n)],
      ]),
    ).toEqual([]);
  });

  it('is stalled too where the group never committed', () => {
    expect(
      after([
        [0, at(null, 3n)],
        [LIMIT + 1, at(null, 3n)],
      ]),
    ).toMatchObject([{ next: '0', lag: 3 }]);
  });

  it('that went to another process and came back begins anew', () => {
    expect(after([[0, at(5n, 9n)], [30_000], [LIMIT + 1, at(5n, 9n)]])).toEqual([]);
  });

  it('is told alone: others that move are not', () => {
    const looks = [0, LIMIT + 1].map((now) => [now, at(5n, 9n), at(BigInt(now), BigInt(now) + 4n, 1)] as const);
    expect(after(looks).map(({ partition }) => partition)).toEqual([0]);
  });

  it('never is where each look finds it further', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ pause: fc.nat(1_000_000), step: fc.integer({ min: 1, max: 9 }) })), (steps) => {
        let [now, next] = [0, 0n];
        const looks = steps.map(({ pause, step }) => {
          [now, next] = [now + pause, next + BigInt(step)];
          return [now, at(next, next + 100n)] as const;
        });
        expect(after(looks)).toEqual([]);
      }),
    );
  });

  it('says where and how many wait', () => {
    const one = { topic: 'duqing.cases', partition: 3, next: '17', lag: 4, standsFor: 90_400 };
    expect(stalledText([])).toBeNull();
    expect(stalledText([one])).toBe('duqing.cases/3 has stood at offset 17 for 90 s with 4 messages to read');
    expect(stalledText([one, one])).toContain(' and 1 more partitions');
  });
});
