import { describe, expect, it } from 'vitest';
import { planOf, returnEvent, type FilledRow, type HeldRow, type PlannedRow } from '../src/index.ts';

const OWN = '/990102/justice';

function row(over: Partial<FilledRow> = {}): FilledRow {
  const figures = { numerator: 3, denominator: 80 };
  return { line: 2, label: '', region: '990102', measure: 'm', period: '2026Q2', figures, revision: null, ...over };
}
function held(over: Partial<HeldRow> = {}): HeldRow {
  const { figures } = row();
  return { region: '990102', measure: 'm', period: '2026Q2', revision: 2, figures, source: OWN, ...over };
}
function plan(one: FilledRow, ...all: HeldRow[]): { row: PlannedRow | undefined; fault: string | undefined } {
  const { planned, faults } = planOf([one], { held: all, source: () => OWN });
  return { row: planned[0], fault: faults[0]?.reason.zh };
}

describe('a row against what is held', () => {
  it('where nothing is, is the first', () => {
    expect(plan(row()).row).toMatchObject({ revision: 1, change: 'first', before: null, warnings: [] });
  });

  it('with the same figures is not sent again, whatever older revision it names', () => {
    expect(plan(row(), held()).row).toMatchObject({ change: 'same', revision: 2 });
    expect(plan(row({ revision: 1 }), held()).row?.change).toBe('same');
    expect(plan(row({ figures: { nil: true } }), held({ figures: { value: 0 } })).row?.change).toBe('same');
  });

  it('with other figures is the next revision, and shows what was there', () => {
    const { row: planned } = plan(row({ figures: { numerator: 4, denominator: 80 } }), held());
    expect(planned).toMatchObject({ change: 'changed', revision: 3, before: { numerator: 3, denominator: 80 } });
  });

  it('of a revision that would count for nothing is a fault that names the right one', () => {
    expect(plan(row({ revision: 2, figures: { nil: true } }), held()).fault).toContain('填 3');
    expect(plan(row({ revision: 9, figures: { nil: true } }), held()).row?.revision).toBe(9);
  });

  it('after a withdrawal counts on, so that the figure revives', () => {
    expect(plan(row(), held({ figures: null, revision: 4 })).row).toMatchObject({ change: 'changed', revision: 5 });
  });

  it('warns where another sender wrote it', () => {
    const { row: planned } = plan(row({ figures: { nil: true } }), held({ source: '/990100/justice' }));
    expect(planned?.warnings[0]?.zh).toContain('/990100/justice');
  });
});

function level(value: number, over: Partial<HeldRow> = {}): HeldRow {
  return held({ figures: { value }, ...over });
}

describe('tenfold against the period before of the same kind', () => {
  it.each([
    ['ten times', 50, [level(5, { period: '2026Q1' })], 1],
    ['just under', 49, [level(5, { period: '2026Q1' })], 0],
    ['from next to nothing', 40, [level(4, { period: '2026Q1' })], 0],
    ['of another measure', 50, [level(5, { period: '2026Q1', measure: 'n' })], 0],
    ['of another area', 50, [level(5, { period: '2026Q1', region: '990103' })], 0],
    ['of a year', 50, [level(5, { period: '2025' })], 0],
    ['of a later quarter', 50, [level(5, { period: '2026Q3' })], 0],
    ['of the last held, not of an older one', 50, [level(5, { period: '2025Q4' }), level(45, { period: '2026Q1' })], 0],
    ['over a gap', 50, [level(5, { period: '2025Q2' })], 1],
    ['after a withdrawn one', 50, [level(5, { period: '2025Q4' }), level(0, { period: '2026Q1', figures: null })], 1],
  ])('%s', (_, value, all, warnings) => {
    expect(plan(row({ figures: { value } }), ...all).row?.warnings.length).toBe(warnings);
  });

  it('a ratio is as large as its denominator', () => {
    const before = held({ period: '2026Q1', figures: { numerator: 0, denominator: 8 } });
    expect(plan(row({ figures: { numerator: 1, denominator: 80 } }), before).row?.warnings.length).toBe(1);
  });
});

function at(time: string, over: Partial<PlannedRow> = {}): string {
  const planned: PlannedRow = { ...row(), revision: 1, change: 'first', before: null, warnings: [], ...over };
  return returnEvent(planned, { source: OWN, time });
}

describe('as an event', () => {
  it('sent again it is the same bytes; sent anew it has another id', () => {
    const [one, again, later] = [
      '2026-07-04T07:00:00.000Z',
      '2026-07-04T07:00:00.000Z',
      '2026-07-04T07:00:00.001Z',
    ].map((time) => at(time));
    expect(one).toBe(again);
    expect((JSON.parse(later ?? '') as { id: string }).id).not.toBe((JSON.parse(one ?? '') as { id: string }).id);
  });

  it('a feed’s row attests it', () => {
    const text = at('2026-07-04T07:00:00.000Z', {
      measure: 'feed:cases',
      figures: { through: '2026-06-30', count: 4 },
    });
    expect(JSON.parse(text)).toMatchObject({
      type: 'duqing.feed.attested.v1',
      subject: '990102/cases/2026Q2',
      data: { feed: 'cases', period: '2026Q2', through: '2026-06-30', count: 4 },
    });
  });
});
