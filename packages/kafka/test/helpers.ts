import { setTimeout as pause } from 'node:timers/promises';
import type { Batch } from '@duqing/runtime';
import type { KafkaBatchServer } from '../src/index.ts';

export const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());

export const listening = (made: KafkaBatchServer) =>
  new Promise<void>(
    (resolve, reject) => void made.listen((error) => (error === undefined ? resolve() : reject(error as Error))),
  );

export const numbered = (from: number, to: number, partition = 0) =>
  Array.from({ length: to - from }, (_, index) => ({
    key: `k${from + index}`,
    value: `v${from + index}`,
    partition,
  }));
export const names = (from: number, to: number) => numbered(from, to).map(({ value }) => value);
export const valuesOf = ({ messages }: Batch) => messages.map(({ value }) => text(value));

export async function until(holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain`);
    await pause(20);
  }
}

/** A handler waits at `passed` until the test opens. */
export function gate(): { open: () => void; passed: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, passed: promise };
}
