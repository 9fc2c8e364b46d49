import { describe, expect, it } from 'vitest';
import { A, allAttested, attested, B, cell, CITY_CODE, events, returned } from './world.ts';

const Q2 = '2026Q2';
const zero = (code = A): [string, string, string] => ['zero-manufacturing', code, Q2];

const share = (n: number, d: number) => ({
  attestations: [attested(A, Q2)],
  aggregates: events('it-solved-share', A, Q2, { n, d }),
});
const lost = (n: number, d: number, code = A) =>
  returned('lost-contact-rate', code, Q2, { numerator: n, denominator: d });

describe('silence is not zero', () => {
  it('an attested silence is a zero', () =>
    expect(cell({ attestations: [attested(A, Q2)] }, zero())).toMatchObject({
      value: 0,
      verdict: 'met',
      reason: null,
    }));

  it('a silence that nobody attests is not', () =>
    expect(cell({}, zero())).toMatchObject({ value: null, verdict: 'not-assessable', reason: 'feed-unattested' }));

  it('a running chain gives zero up to a day', () => {
    const found = cell({ on: '2026-06-14', attestations: [attested(A, Q2, { through: '2026-06-12' })] }, zero());
    expect(found).toMatchObject({
      value: 0,
      verdict: 'not-due',
      note: { zh: '截至6月12日为零', en: 'zero up to 12 June' },
    });
    expect(found.completeness.through).toBe('2026-06-12');
  });

  it('a violation found is missed whatever is attested', () =>
    expect(cell({ on: '2026-05-01', aggregates: events('zero-manufacturing', A, Q2, { n: 1 }) }, zero())).toMatchObject(
      {
        value: 1,
        verdict: 'missed',
      },
    ));

  it('an unclassified case leaves a zero open', () => {
    const world = { attestations: [attested(A, Q2)], aggregates: events('zero-manufacturing', A, Q2, { unknown: 1 }) };
    const found = cell(world, zero());
    expect(found).toMatchObject({ verdict: 'not-assessable', reason: 'unclassified', flags: ['unclassified'] });
    expect(found.note?.en).toBe('1 case not classified');
  });

  it('also a figure without a limit shows no zero that nobody attests', () =>
    expect(cell({}, ['cases-filed', A, Q2])).toMatchObject({ value: null, verdict: 'information' }));

  it('the city needs every unit and its own feed', () => {
    expect(cell({ attestations: allAttested(Q2) }, zero(CITY_CODE))).toMatchObject({ value: 0, verdict: 'met' });
    const [a, b] = allAttested(Q2);
    expect(cell({ attestations: [a, b].flatMap((one) => one ?? []) }, zero(CITY_CODE)).reason).toBe('feed-unattested');
    const without = allAttested(Q2).filter(({ region }) => region !== B);
    expect(cell({ attestations: without }, zero(CITY_CODE))).toMatchObject({
      value: null,
      verdict: 'not-assessable',
      reason: 'unit-missing',
      completeness: { unitsIncluded: [A], unitsMissing: [B] },
    });
  });
});

describe('a ratio of events', () => {
  it.each([
    [26, 100, 'met'],
    [25, 100, 'missed'],
    [2501, 10_000, 'met'],
  ])('%d of %d over 25 %% is %s', (n, d, verdict) =>
    expect(cell(share(n, d), ['it-solved-share', A, Q2])).toMatchObject({ verdict, value: (n * 100) / d }),
  );

  it('one of nothing, attested, is not applicable', () =>
    expect(cell(share(0, 0), ['it-solved-share', A, Q2])).toMatchObject({ value: null, verdict: 'not-applicable' }));

  it('one of nothing that nobody attests is not assessable', () =>
    expect(cell({}, ['it-solved-share', A, Q2])).toMatchObject({
      verdict: 'not-assessable',
      reason: 'feed-unattested',
    }));

  it('the city is the sum over the sum, never the mean of rates', () => {
    const aggregates = [
      ...events('it-solved-share', A, Q2, { n: 1, d: 1 }),
      ...events('it-solved-share', B, Q2, { n: 0, d: 9 }),
    ];
    expect(cell({ aggregates, attestations: allAttested(Q2) }, ['it-solved-share', CITY_CODE, Q2])).toMatchObject({
      numerator: 1,
      denominator: 10,
      value: 10,
      verdict: 'missed',
    });
  });
});

describe('returns', () => {
  it('a ratio is judged on exact numbers', () => {
    expect(cell({ returns: [lost(3, 80)] }, ['lost-contact-rate', A, Q2])).toMatchObject({
      value: 3.75,
      verdict: 'met',
    });
    expect(cell({ returns: [lost(4, 80)] }, ['lost-contact-rate', A, Q2])).toMatchObject({
      value: 5,
      verdict: 'missed',
    });
  });
  it('none yet is not due, none after the due day is missing', () => {
    expect(cell({ on: '2026-07-10' }, ['lost-contact-rate', A, Q2])).toMatchObject({
      verdict: 'not-due',
      reason: null,
    });
    expect(cell({ on: '2026-07-11' }, ['lost-contact-rate', A, Q2])).toMatchObject({
      verdict: 'not-assessable',
      reason: 'return-missing',
    });
  });
  it('nil is nothing in the denominator', () =>
    expect(
      cell({ returns: [returned('lost-contact-rate', A, Q2, { nil: true })] }, ['lost-contact-rate', A, Q2]).verdict,
    ).toBe('not-applicable'));
  it('a city lacking a unit shows its value with the coverage', () =>
    expect(cell({ returns: [lost(3, 80)] }, ['lost-contact-rate', CITY_CODE, Q2])).toMatchObject({
      value: 3.75,
      verdict: 'not-assessable',
      reason: 'unit-missing',
      flags: ['coverage-partial'],
      completeness: { returnsExpected: 2, returnsReceived: 1, returnsOnTime: 1, unitsIncluded: [A], unitsMissing: [B] },
    }));
  it('a nil unit adds nothing and is not missing', () =>
    expect(
      cell({ returns: [lost(3, 80), returned('lost-contact-rate', B, Q2, { nil: true })] }, [
        'lost-contact-rate',
        CITY_CODE,
        Q2,
      ]),
    ).toMatchObject({ value: 3.75, verdict: 'met' }));
});
