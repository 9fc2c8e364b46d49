import { describe, expect, it } from 'vitest';
import { INDICATORS, measureContracts } from '../src/index.ts';

const byId = new Map(measureContracts().map((one) => [one.id, one]));

describe('what a return may name', () => {
  it('lists each measure once', () => expect(byId.size).toBe(measureContracts().length));

  it.each([
    ['lost-contact-rate', { takes: 'ratio', periods: ['quarter'], refused: null }],
    ['committee-hearings', { takes: 'value', periods: ['quarter'] }],
    ['inspection-class-b', { takes: 'ratio', periods: ['half'] }],
    ['provincial-veto', { takes: 'flag', periods: ['year'] }],
    ['users-population-share', { takes: 'numerator', periods: ['quarter'] }],
    ['enterprise-grading', { takes: 'numerator' }],
    ['precursor-informants', { takes: 'numerator' }],
    ['zero-enforcement-faults', { takes: 'value', periods: ['quarter'] }],
    ['abstinent-3y-growth', { takes: 'value', periods: ['quarter'], refused: null }],
    ['population', { takes: 'value', periods: ['year'] }],
    ['precursor-enterprises', { takes: 'value', periods: ['quarter'] }],
    ['new-users-found', { takes: 'value', periods: ['quarter'] }],
    ['zero-diversion:incidents', { takes: 'value', periods: ['quarter'] }],
    ['lost-contact-rate:reported-total', { takes: 'value', periods: ['quarter'] }],
  ])('%s', (id, contract) => expect(byId.get(id)).toMatchObject(contract));

  it.each([
    ['awareness-rate-rising', 'reads awareness-rate'],
    ['execution-rate-rising', 'reads execution-rate'],
    ['new-user-rate', 'reads new-users-found and population'],
    ['new-users-growth', 'reads new-users-found'],
  ])('%s is refused', (id, refused) => expect(byId.get(id)?.refused).toBe(refused));

  it.each([
    ['cases-filed', 'value'],
    ['seized-mass', 'value'],
    ['it-solved-share', 'ratio'],
    ['minors-share', 'ratio'],
  ])('%s is counted from events and may be returned beside them, never owed', (id, takes) =>
    expect(byId.get(id)).toMatchObject({ takes, periods: ['quarter'], refused: null, compared: true }),
  );

  it.each([
    'zero-diversion',
    'zero-manufacturing',
    'new-substances',
    'cases-filed:reported-total',
    'committee-hearings:reported-total',
    'awareness-rate-rising:reported-total',
  ])('%s is no measure', (id) => expect(byId.has(id)).toBe(false));

  it('covers every return item of the table', () =>
    expect(INDICATORS.filter(({ columns, id }) => columns.source === 'return' && !byId.has(id))).toEqual([]));
});
