import { once } from 'node:events';
import { expect, test } from 'vitest';
import { PayloadError } from '../src/alertmanager/payload.ts';
import { startIntake } from '../src/intake.ts';
import { rested } from '../src/rested.ts';
import { startTicking } from '@duqing/runtime';

const handle = async (payload: unknown): Promise<void> => {
  if (payload === 'bad') throw new PayloadError('payload: bad');
  if (payload === 'later') throw new Error('store away');
};

test('the intake says 200 when handed over, 400 for no payload, 500 where it should come again', async () => {
  const errors: string[] = [];
  const onError = (error: unknown): void => void errors.push(String(error));
  const intake = await startIntake({ port: 0, handle, onError });
  const post = async (body: string) => (await fetch(intake.url, { method: 'POST', body })).status;
  expect([await post('{}'), await post('"bad"'), await post('"later"'), await post('{')]).toEqual([200, 400, 500, 400]);
  expect((await fetch(intake.url)).status).toBe(404);
  expect(await post(JSON.stringify('x'.repeat(9 * 2 ** 20)))).toBe(400);
  expect(errors).toHaveLength(3);
  await intake.close();
});

test('the tick comes again after a failure and stops for good', async () => {
  const events = new EventTarget();
  const errors: unknown[] = [];
  let runs = 0;
  const run = async (): Promise<void> => {
    runs += 1;
    if (runs === 3) events.dispatchEvent(new Event('third'));
    if (runs === 1) throw new Error('once');
  };
  const third = once(events, 'third');
  const ticking = startTicking({ everyMs: 1, run, onError: (error) => errors.push(error) });
  await third;
  await ticking.stop();
  const seen = runs;
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  expect(runs).toBe(seen);
  expect(errors).toHaveLength(1);
});

test('what reads much is asked again after a rest as long as it took, times so many; what failed at once', async () => {
  let now = 0;
  const asked: number[] = [];
  const answer = rested(
    async () => {
      asked.push(now);
      now += 10;
      if (asked.length === 3) throw new Error('away');
      return asked.length;
    },
    { rest: 20, monotonic: () => now },
  );
  expect([await answer(), await answer()]).toEqual([1, 1]);
  now = 209;
  expect(await answer()).toBe(1);
  now = 210;
  expect(await answer()).toBe(2);
  now = 500;
  await expect(answer()).rejects.toThrow('away');
  expect(await answer()).toBe(4);
});
