import { describe, expect, it } from 'vitest';
import { holesText, retryingText } from '../src/balancing.ts';

describe('why ingest is not ready', () => {
  it('names the first offsets that nothing accounts for, and how many ranges more', () => {
    const hole = { topic: 'duqing.cases', partition: 3, from: '7', to: '9' };
    expect(holesText([])).toBeNull();
    expect(holesText([hole])).toBe('unaccounted for: duqing.cases/3 offsets 7 to 9');
    expect(holesText([hole, hole])).toBe('unaccounted for: duqing.cases/3 offsets 7 to 9 and 1 more ranges');
  });

  it('a pause or two are everyday; from the third try on a partition is said to be stuck', () => {
    const at = { topic: 'duqing.cases', partition: 0, next: null, lag: null };
    const retrying = (attempt: number) => ({ ...at, state: 'retrying', attempt, reason: 'store away' }) as const;
    expect(retryingText([{ ...at, state: 'reading' }, retrying(2)])).toBeNull();
    expect(retryingText([retrying(3)])).toBe('duqing.cases/0 tried 3 times: store away');
  });
});
