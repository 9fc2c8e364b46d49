import { describe, expect, it } from 'vitest';
import { A, attested, B, cell, CITY_CODE, events, type World } from './world.ts';

const Q2 = '2026Q2';
const ZEROS = ['zero-manufacturing', 'zero-large-cultivation', 'zero-diversion', 'zero-serious-user-incidents'];
const broken = (code: string, count: number) =>
  ZEROS.slice(0, count).flatMap((indicator) => events(indicator, code, Q2, { n: 1 }));
const count = (world: World, code = A) => cell(world, ['self-assessed-failing-items', code, Q2]);

describe('our own count of failing items', () => {
  it('a pair of which one implies the other is one item', () => {
    const aggregates = [...broken(A, 1), ...events('uncontrolled-manufacturing', A, Q2, { n: 1 })];
    expect(count({ aggregates }).composite).toMatchObject({
      failing: [`${A}/zero-manufacturing`],
      vetoMissed: [`${A}/zero-manufacturing`],
      toMend: 0,
    });
  });
  it('three break a county whatever else is missing', () =>
    expect(count({ aggregates: broken(A, 3) })).toMatchObject({
      value: 3,
      verdict: 'missed',
      distance: { toMeet: 1, toBreak: 0 },
      composite: { toMend: 1 },
    }));
  it('what cannot be assessed leaves it open, and the range says so', () => {
    const found = count({ aggregates: broken(A, 1) });
    expect(found).toMatchObject({ verdict: 'not-assessable', reason: 'return-missing' });
    expect(found.composite?.range[0]).toBe(1);
    expect(found.composite?.range[1]).toBeGreaterThan(10);
  });
  it('items not due count neither way', () =>
    expect(count({ on: '2026-05-11', attestations: [attested(A, Q2, { through: '2026-05-10' })] })).toMatchObject({
      value: 0,
      verdict: 'met',
      distance: { toMeet: 0, toBreak: 3 },
    }));
  it("the city adds its units' items and those that are its own", () => {
    const found = count({ aggregates: [...broken(A, 4), ...broken(B, 4)] }, CITY_CODE);
    // eight of the units and the bulletin of 2026Q1 that nobody sealed
    expect(found).toMatchObject({ value: 9, verdict: 'not-assessable' });
    expect(found.composite?.failing).toContain(`${CITY_CODE}/bulletin-issued`);
    expect(found.composite?.failing).not.toContain(`${CITY_CODE}/zero-manufacturing`);
  });
  it('what is nearest is mended first', () => {
    const aggregates = [
      ...events('zero-manufacturing', A, Q2, { n: 5 }),
      ...events('it-solved-share', A, Q2, { n: 0, d: 3 }),
    ];
    expect(count({ aggregates }).composite?.mendOrder).toEqual([`${A}/it-solved-share`, `${A}/zero-manufacturing`]);
  });
});
