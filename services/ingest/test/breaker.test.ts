import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, tripText, UNTRIED, type BreakerLimits, type Outcome } from '../src/core/breaker.ts';

const LIMITS: BreakerLimits = { run: 5, share: 0.5, window: 10 };

/** `x` is a reject, `.` is not; offsets count from `first`. */
function outcomes(text: string, first = 0): Outcome[] {
  return [...text].map((mark, index) => ({ offset: String(first + index), rejected: mark === 'x' }));
}

describe('the breaker of a partition', () => {
  it.each([
    ['four in a row go through', 'xxxx', null],
    ['the fifth in a row stops it', 'xxxxx', { kind: 'run', rejected: 5, offset: '4' }],
    ['a good one begins the run anew', 'xxxx.xxxx', null],
    ['the share means nothing before the window is full', 'x.x.x.x.x', null],
    ['half of the window is allowed', 'x.x.x.x.x.', null],
    ['more than half is not', 'xx.xx.xx..', { kind: 'share', rejected: 6, of: 10, offset: '9' }],
    ['what left the window no longer counts', 'xx.xx.x...x.........', null],
  ])('%s: %s', (_, text, trip) => {
    expect(advance(UNTRIED, outcomes(text), LIMITS).trip).toEqual(trip);
  });

  it('remembers over batches, and a redelivery counts once', () => {
    const first = advance(UNTRIED, outcomes('xxx'), LIMITS).state;
    expect(advance(first, outcomes('xxx'), LIMITS).trip).toBeNull();
    expect(advance(first, outcomes('xxxxx'), LIMITS).trip).toMatchObject({ kind: 'run', offset: '4' });
  });

  it('any cut into batches stops at the same message', () => {
    const marks = fc.array(fc.constantFrom('x', '.'), { maxLength: 60 }).map((all) => all.join(''));
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 9 }), (text, size) => {
        const whole = advance(UNTRIED, outcomes(text), LIMITS).trip;
        let state = UNTRIED;
        let found = null;
        for (let start = 0; start < text.length && found === null; start += size) {
          const next = advance(state, outcomes(text.slice(start, start + size), start), LIMITS);
          [state, found] = [next.state, next.trip];
        }
        expect(found).toEqual(whole);
      }),
    );
  });

  it('says where, how much, why most, and what to do', () => {
    const place = { topic: 'duqing.cases', partition: 3, codes: ['unknown-key', 'missing', 'unknown-key'] };
    const text = tripText({ kind: 'run', rejected: 200, offset: '77' }, place);
    expect(text).toContain(
      'duqing.cases/3: 200 rejects in a row up to offset 77, most of this batch for unknown-key (2)',
    );
    expect(text).toContain('DUQING_REJECT_RUN');
    expect(tripText({ kind: 'share', rejected: 6, of: 10, offset: '9' }, place)).toContain(
      '6 rejects among 10 messages',
    );
  });
});
