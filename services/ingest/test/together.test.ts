import { describe, expect, it } from 'vitest';
import { Together } from '../src/together.ts';

describe('work done together', () => {
  it('starts for a lone item at once, and takes what waits by the end as one round, each with its own result', async () => {
    const rounds: number[][] = [];
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const together = new Together<number, string>(async (items) => {
      rounds.push([...items]);
      await gates[rounds.length - 1]?.promise;
      return items.map((item) => `done ${item}`);
    });
    const results = [1, 2, 3].map(async (item) => together.add(item));
    expect(rounds).toEqual([[1]]);
    gates[0]?.resolve();
    expect(await results[0]).toBe('done 1');
    expect(rounds).toEqual([[1], [2, 3]]);
    gates[1]?.resolve();
    expect(await Promise.all(results)).toEqual(['done 1', 'done 2', 'done 3']);
    expect(await together.add(4)).toBe('done 4');
  });

  it('tells a failure to every item of its round and to no other', async () => {
    const together = new Together<number, number>(async (items) => {
      if (items.includes(2)) throw new Error('no 2');
      return items;
    });
    const settled = Promise.allSettled([1, 2, 3].map(async (item) => together.add(item)));
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await together.add(3)).toBe(3);
  });
});
