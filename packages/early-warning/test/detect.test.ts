import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasBaseline, HISTORY_WEEKS, testWeek, type Method, type Series, type Tested } from '../src/index.ts';

const methods = ({ limits }: Tested): Method[] => limits.map(({ method }) => method);
const complete = (history: Series, observed: number) => testWeek(history, { observed, complete: true });
const weekly = (weeks: number, count: (week: number) => number) =>
  Array.from({ length: weeks }, (_, week) => count(week));
const counts = (weeks: number, most = 20) => fc.array(fc.nat(most), { minLength: weeks, maxLength: weeks });

const limitsOf = (history: Series, observed: number) => complete(history, observed).limits.map(({ limit }) => limit);
const busy = (week: number) => 4 + (week % 5);
const seasonal = (week: number) => (week % 52 < 8 ? 30 + (week % 3) : 4 + (week % 3));
const gone = (weeks: number): Series => [...weekly(20, () => 3), ...Array.from({ length: weeks }, () => null)];

describe('rules', () => {
  test('under three in a week is never a signal', () => {
    expect(
      complete(
        weekly(60, () => 0),
        2,
      ).outcome,
    ).toBe('quiet');
    expect(
      complete(
        weekly(60, () => 0),
        4,
      ).outcome,
    ).toBe('signal');
  });

  test('after weeks of zero a least deviation of one is assumed: three is within it', () => {
    expect(
      complete(
        weekly(60, () => 0),
        3,
      ),
    ).toMatchObject({ outcome: 'quiet', limits: [{ expected: 0 }, {}] });
  });

  test('eight weeks are no baseline for C2, nine are', () => {
    expect(
      complete(
        weekly(8, () => 2),
        50,
      ),
    ).toMatchObject({ outcome: 'no-baseline', limits: [] });
    expect(
      methods(
        complete(
          weekly(9, () => 2),
          50,
        ),
      ),
    ).toEqual(['ears-c2', 'ears-c3']);
  });

  test('Farrington judges from three years on, and only where the history holds something', () => {
    expect(methods(complete(weekly(3 * 52 + 2, busy), 9))).not.toContain('farrington');
    expect(methods(complete(weekly(3 * 52 + 3, busy), 9))).toContain('farrington');
    expect(
      methods(
        complete(
          weekly(HISTORY_WEEKS, (week) => (week % 20 === 0 ? 1 : 0)),
          9,
        ),
      ),
    ).not.toContain('farrington');
  });

  test('what returns every year is expected by Farrington and would surprise EARS', () => {
    const found = complete(weekly(5 * 52 + 1, seasonal), 31);
    expect(found.limits.map(({ method, exceeded }) => [method, exceeded])).toEqual([
      ['farrington', false],
      ['ears-c2', true],
      ['ears-c3', true],
    ]);
  });

  test('a slow rise that C2 lets pass adds up in C3', () => {
    const before = [2, 4, 2, 4, 2, 4, 2, 4, 2, 5, 5];
    const [c2, c3] = complete(before, 6).limits;
    expect([c2?.exceeded, c3?.exceeded]).toEqual([false, true]);
  });

  test('C3 says nothing of an ordinary week after two bad ones', () => {
    expect(complete([2, 4, 2, 4, 2, 4, 2, 4, 2, 20, 20], 3).outcome).toBe('quiet');
  });

  test('a week that is not complete can signal and cannot be quiet', () => {
    const history = weekly(30, (week) => 2 + (week % 3));
    expect(testWeek(history, { observed: 40, complete: false }).outcome).toBe('signal');
    expect(testWeek(history, { observed: 3, complete: false }).outcome).toBe('open');
    expect(testWeek(history, { observed: 0, complete: false }).outcome).toBe('open');
  });

  test('the last seven known weeks are the baseline, wherever the gap lies', () => {
    const [known, gap] = [
      [3, 5, 4, 3, 5, 4, 3, 5],
      [null, null, null],
    ];
    const [plain] = complete([...known, 4, 4], 9).limits;
    const [gapped] = complete([...known, ...gap, 4, 4], 9).limits;
    expect(gapped).toEqual(plain);
  });

  test('a baseline that lies more than half a year back is none', () => {
    expect([hasBaseline(gone(20)), hasBaseline(gone(26))]).toEqual([true, false]);
  });
});

describe('laws', () => {
  test('a constant series never signals', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 0, max: HISTORY_WEEKS + 20 }), (level, weeks) => {
        expect(
          complete(
            weekly(weeks, () => level),
            level,
          ).outcome,
        ).not.toBe('signal');
      }),
      { numRuns: 60 },
    );
  });

  test('a huge spike always signals where anything can be held against it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 9, max: HISTORY_WEEKS }).chain((weeks) => counts(weeks)),
        (history) => {
          expect(complete(history, 1000).outcome).toBe('signal');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the more is observed the more methods are exceeded', () => {
    fc.assert(
      fc.property(counts(200), fc.integer({ min: 3, max: 60 }), fc.nat(30), (history, observed, more) => {
        const exceeded = (count: number) =>
          complete(history, count).limits.flatMap(({ method, exceeded: is }) => (is ? [method] : []));
        expect(exceeded(observed + more)).toEqual(expect.arrayContaining(exceeded(observed)));
      }),
      { numRuns: 40 },
    );
  });

  test('limits do not depend on what came before the history that is read, nor on the tested week', () => {
    fc.assert(
      fc.property(counts(HISTORY_WEEKS), counts(30), fc.integer({ min: 3, max: 90 }), (history, older, observed) => {
        expect(limitsOf([...older, ...history], observed)).toEqual(limitsOf(history, 1000));
      }),
      { numRuns: 20 },
    );
  });

  test('a gap never counts as zero: limits are those of the same known weeks, not those of zeros', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 9 }), { minLength: 40, maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        (history, gap) => {
          const [old, recent] = [history.slice(0, -2), history.slice(-2)];
          const put = (value: number | null): Series => [
            ...old,
            ...Array.from({ length: gap }, () => value),
            ...recent,
          ];
          const [withNull] = complete(put(null), 30).limits;
          const [without] = complete(history, 30).limits;
          const [withZero] = complete(put(0), 30).limits;
          expect(withNull).toEqual(without);
          expect(withNull?.expected).toBeGreaterThan(withZero?.expected ?? Infinity);
        },
      ),
    );
  });

  test('years of gaps are no history: Farrington does not judge by a quarter of it', () => {
    fc.assert(
      fc.property(counts(HISTORY_WEEKS), fc.nat(3), (history, keep) => {
        const holey = history.map((count, week) => (week % 4 === keep || week > HISTORY_WEEKS - 26 ? count : null));
        expect(methods(complete(holey, 40))).not.toContain('farrington');
      }),
      { numRuns: 20 },
    );
  });
});
