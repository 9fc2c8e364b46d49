import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { heldClock, setHeldClock } from '../src/held-clock.ts';
import { newFolder } from './support/duqing.ts';

const MORNING = Date.parse('2026-10-26T08:00:00+08:00');

test('a folder without a clock of its own goes by the machine’s', async () => {
  const clock = await heldClock(newFolder());
  expect(Math.abs(clock() - Date.now())).toBeLessThan(60_000);
});

test('a clock that was set runs on as the machine’s does', async () => {
  const folder = newFolder();
  await setHeldClock(folder, MORNING);
  const file = join(folder, 'clock.json');
  const held = JSON.parse(await readFile(file, 'utf8')) as { from: number; set: number };
  await writeFile(file, JSON.stringify({ ...held, set: held.set - 3_600_000 }));
  const late = (await heldClock(folder))() - MORNING;
  expect(late).toBeGreaterThanOrEqual(3_600_000);
  expect(late).toBeLessThan(3_660_000);
});

test('it never stands before where it was set, though the machine’s be put back', async () => {
  const folder = newFolder();
  await writeFile(join(folder, 'clock.json'), JSON.stringify({ from: MORNING, set: Date.now() + 86_400_000 }));
  expect((await heldClock(folder))()).toBe(MORNING);
});
