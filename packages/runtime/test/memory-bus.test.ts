import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryBus, TransientError, type MemoryBus } from '../src/index.ts';

const NOW = Date.parse('2026-05-01T00:00:00+08:00');

function busFrom(first: bigint, pauses: number[] = []): MemoryBus {
  return createMemoryBus({
    firstOffset: async () => first,
    clock: () => NOW,
    pause: async (ms) => void pauses.push(ms),
  });
}

function out(value: string) {
  return { key: value, value };
}

function textOf(value: Uint8Array | null): string {
  return Buffer.from(value ?? []).toString('utf8');
}

describe('in-process bus', () => {
  it('gives key, value and headers as bytes, the append time of the clock and offsets from the first one on', async () => {
    const bus = busFrom(7n);
    const seen: unknown[] = [];
    bus.subscribe('t', async ({ messages }) => void seen.push(...messages));
    await bus.publish('t', [
      { key: 'k', value: 'ä', headers: { h: '1' } },
      { key: null, value: Buffer.from([0xff]) },
    ]);
    await bus.idle();
    expect(seen).toEqual([
      {
        topic: 't',
        partition: 0,
        offset: '7',
        key: Buffer.from('k'),
        value: Buffer.from('ä'),
        headers: { h: Buffer.from('1') },
        appendedAt: NOW,
      },
      { topic: 't', partition: 0, offset: '8', key: null, value: Buffer.from([0xff]), headers: {}, appendedAt: NOW },
    ]);
  });

  it('keeps the order of calls and gives each message its own offset, however calls overlap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.string(), { maxLength: 5 }), { maxLength: 8 }), async (calls) => {
        const bus = busFrom(0n);
        const seen: [string, string][] = [];
        bus.subscribe('t', async ({ messages }) => {
          for (const { offset, value } of messages) seen.push([offset, textOf(value)]);
        });
        await Promise.all(calls.map(async (call) => bus.publish('t', call.map(out))));
        await bus.idle();
        expect(seen).toEqual(calls.flat().map((value, index) => [String(index), value]));
      }),
    );
  });

  it('hands over at most 2 000 messages at a time', async () => {
    const bus = busFrom(0n);
    const sizes: number[] = [];
    bus.subscribe('t', async ({ messages }) => void sizes.push(messages.length));
    await bus.publish(
      't',
      Array.from({ length: 4_500 }, (_, index) => out(String(index))),
    );
    await bus.idle();
    expect(sizes).toEqual([2_000, 2_000, 500]);
  });

  it('delivers the same batch again after a pause where the fault is transient, then goes on', async () => {
    const pauses: number[] = [];
    const bus = busFrom(0n, pauses);
    const seen: string[] = [];
    bus.subscribe('t', async ({ messages }) => {
      seen.push(messages.map(({ value }) => textOf(value)).join());
      if (seen.length < 3) throw new TransientError('store is away');
    });
    await bus.publish('t', [out('a'), out('b')]);
    await bus.publish('t', [out('c')]);
    await bus.idle();
    expect(seen.slice(0, 3).every((batch) => batch.startsWith('a,b'))).toBe(true);
    expect(seen.join()).toMatch(/c$/);
    expect(pauses).toEqual([50, 200]);
  });

  it('a transient fault that does not end stops the topic', async () => {
    const pauses: number[] = [];
    const bus = busFrom(0n, pauses);
    bus.subscribe('t', async () => {
      throw new TransientError('store is away');
    });
    await bus.publish('t', [out('a')]);
    await expect(bus.idle()).rejects.toThrow('store is away');
    expect(pauses).toEqual([50, 200, 1_000, 5_000]);
  });

  it('any other fault stops its topic for good, skips nothing after it and leaves other topics alone', async () => {
    const bus = busFrom(0n);
    const seen: string[] = [];
    bus.subscribe('bad', async ({ messages }) => {
      seen.push(...messages.map(({ value }) => textOf(value)));
      throw new Error('table is gone');
    });
    bus.subscribe('good', async ({ messages }) => void seen.push(...messages.map(({ value }) => textOf(value))));
    await bus.publish('bad', [out('a')]);
    await expect(bus.idle()).rejects.toThrow('table is gone');
    await bus.publish('bad', [out('b')]);
    await bus.publish('good', [out('c')]);
    await expect(bus.idle()).rejects.toThrow('table is gone');
    expect(seen).toEqual(['a', 'c']);
  });

  it('is idle only when what handlers published to other topics is handled too', async () => {
    const bus = busFrom(0n);
    const seen: string[] = [];
    bus.subscribe('second', async ({ messages }) => void seen.push(...messages.map(({ value }) => textOf(value))));
    bus.subscribe('first', async ({ messages }) =>
      bus.publish(
        'second',
        messages.map(({ value }) => out(textOf(value))),
      ),
    );
    void bus.publish('first', [out('a')]);
    await bus.idle();
    expect(seen).toEqual(['a']);
  });

  it('a first offset that cannot be read fails the publish, and the next one asks again', async () => {
    let isAway = true;
    const bus = createMemoryBus({
      firstOffset: async () => {
        if (isAway) throw new Error('no store');
        return 3n;
      },
      clock: () => NOW,
    });
    const offsets: string[] = [];
    bus.subscribe('t', async ({ messages }) => void offsets.push(...messages.map(({ offset }) => offset)));
    await expect(bus.publish('t', [out('lost')])).rejects.toThrow('no store');
    isAway = false;
    await bus.publish('t', [out('kept')]);
    await bus.idle();
    expect(offsets).toEqual(['3']);
  });
});
