import type { Step } from './history.ts';
import type { Random } from './random.ts';
import { DAY } from './time.ts';

const REASONS = ['entered-twice', 'wrong-area', 'wrong-entity', 'court-decision', 'other'] as const;

export interface Trouble {
  random: Random;
  /** what a later correction says instead of the last revision; null where there is nothing to correct */
  correct: (data: object) => { data: object; source: string } | null;
  correctedShare: number;
  withdrawnShare: number;
}

/** Appends to an entity's steps what goes wrong with some: a correction, a withdrawal, and of those a revival. */
export function troubled(steps: Step[], { random, correct, correctedShare, withdrawnShare }: Trouble): Step[] {
  const all = [...steps];
  if (random.chance(correctedShare)) {
    const last = lastOf(all);
    const corrected = last.data && correct(last.data);
    if (corrected) all.push({ ...corrected, time: later(last, random, 30), role: 'correction' });
  }
  if (!random.chance(withdrawnShare)) return all;
  const { source, data, time } = lastOf(all);
  const withdrawn: Step = {
    time: later({ time }, random, 20),
    source,
    data: null,
    reason: random.pick(REASONS),
    role: 'withdrawal',
  };
  all.push(withdrawn);
  if (random.chance(0.25)) all.push({ time: later(withdrawn, random, 10), source, data, role: 'revival' });
  return all;
}

export function lastOf(steps: readonly Step[]): Step {
  const last = steps.at(-1);
  if (!last) throw new RangeError('an entity without any revision');
  return last;
}

function later({ time }: Pick<Step, 'time'>, random: Random, meanDays: number): number {
  return time + Math.ceil(random.wait(meanDays) * 86_400) * 1000 + DAY;
}
