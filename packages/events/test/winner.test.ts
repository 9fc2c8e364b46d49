import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareContenders, winnerOf, type Contender } from '../src/index.ts';

const record = (change: Partial<Contender>): Contender => ({
  revision: 1,
  withdrawn: false,
  time: 1000,
  dataHash: 'aa',
  ...change,
});
const contender = fc.record({
  revision: fc.integer({ min: 1, max: 3 }),
  withdrawn: fc.boolean(),
  time: fc.integer({ min: 0, max: 2 }),
  dataHash: fc.constantFrom('0a', '0b', 'f0'),
});

describe('the winner among an entity records', () => {
  it.each([
    ['a higher revision beats a later time', { revision: 2, time: 0 }, { revision: 1, time: 9 }],
    ['a withdrawal beats a record of its revision', { withdrawn: true, time: 0 }, { time: 9 }],
    ['a higher revision revives after a withdrawal', { revision: 3 }, { revision: 2, withdrawn: true }],
    ['at equal revision the later time', { time: 2, dataHash: '0a' }, { time: 1, dataHash: 'f0' }],
    ['at equal time the greater hash', { dataHash: 'f0' }, { dataHash: '0a' }],
  ])('%s', (_rule, winning, losing) => {
    const [winner, loser] = [record(winning), record(losing)];
    expect(winnerOf([winner, loser])).toBe(winner);
    expect(winnerOf([loser, winner])).toBe(winner);
  });

  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(contender, { minLength: 1 }), (records) => {
        expect(winnerOf(records.toReversed())).toEqual(winnerOf(records));
      }),
    );
  });

  it('is beaten by none', () => {
    fc.assert(
      fc.property(fc.array(contender, { minLength: 1 }), (records) => {
        const winner = winnerOf(records);
        expect(records.every((other) => winner && compareContenders(other, winner) <= 0)).toBe(true);
      }),
    );
  });

  it('is nobody where there is no record', () => expect(winnerOf([])).toBeUndefined());
});
