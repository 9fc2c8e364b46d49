import { describe, expect, it } from 'vitest';
import { merging } from '../src/merging.ts';

async function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

function gated() {
  const passes: { items: number[]; end: PromiseWithResolvers<void> }[] = [];
  const settle = merging<number>(async (items) => {
    const end = Promise.withResolvers<void>();
    passes.push({ items, end });
    return end.promise;
  });
  return { passes, settle, turn };
}

describe('merging', () => {
  it('takes what comes while a pass is busy into one next pass', async () => {
    const { passes, settle, turn } = gated();
    const first = settle([1]);
    await turn();
    const later = [settle([2]), settle([3, 4])];
    await turn();
    expect(passes.map(({ items }) => items)).toEqual([[1]]);
    passes[0]?.end.resolve();
    await first;
    await turn();
    expect(passes.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    passes[1]?.end.resolve();
    await Promise.all(later);
  });

  it('fails the calls of the pass that failed and no others', async () => {
    const { passes, settle, turn } = gated();
    const [failing, same] = [settle([1]), settle([2])];
    await turn();
    const next = settle([3]);
    passes[0]?.end.reject(new Error('store away'));
    await expect(failing).rejects.toThrow('store away');
    await expect(same).rejects.toThrow('store away');
    await turn();
    passes[1]?.end.resolve();
    await next;
    expect(passes.map(({ items }) => items)).toEqual([[1, 2], [3]]);
  });

  it('rests after a pass in proportion to it, and not after a quiet moment', async () => {
    let now = 0;
    const [began, rests]: [number[], number[]] = [[], []];
    const settle = merging<number>(
      async () => {
        began.push(now);
        now += 100;
      },
      {
        rest: 2,
        monotonic: () => now,
        pause: async (ms) => {
          rests.push(ms);
          now += ms;
        },
      },
    );
    await settle([1]);
    await settle([2]);
    now += 1_000;
    await settle([3]);
    expect({ began, rests }).toEqual({ began: [0, 300, 1_400], rests: [200] });
  });
});
