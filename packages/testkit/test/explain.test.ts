import { describe, expect, test } from 'vitest';
import {
  caseEvent,
  referenceModel,
  returnEvent,
  tinyDeployment,
  withdrawal,
  type ExplainedEvent,
} from '../src/index.ts';
import type { ReferenceRecord } from '../src/index.ts';

function explain(records: ReferenceRecord[], indicator: string, region: string): ExplainedEvent[] {
  const asOf = Date.parse('2026-08-01T12:00:00+08:00');
  return referenceModel({ records, asOf, deployment: tinyDeployment }).explain(indicator, region, '2026Q2');
}

const SOLVED = { filedAt: '2026-05-01', solvedAt: '2026-05-02' };

describe('explain', () => {
  test('names each event with the part it plays', () => {
    const records = [
      caseEvent({ ...SOLVED, solvedBy: ['video'] }, { subject: '980101-a' }),
      caseEvent({ ...SOLVED, solvedBy: ['patrol'] }, { subject: '980101-b' }),
    ];
    expect(explain(records, 'it-solved-share', '980101')).toEqual([
      { source: '/980101/police', id: '980101-a-r1', subject: '980101-a', revision: 1, part: 'both' },
      { source: '/980101/police', id: '980101-b-r1', subject: '980101-b', revision: 1, part: 'denominator' },
    ]);
  });

  test('names the winner only, and nothing that was withdrawn', () => {
    const first = caseEvent({}, { subject: '980101-a' });
    const second = caseEvent({ revision: 2 }, { subject: '980101-a' });
    const gone = caseEvent({}, { subject: '980101-b' });
    const events = explain([first, second, gone, withdrawal(gone)], 'cases-filed', '980101');
    expect(events.map(({ subject, revision }) => [subject, revision])).toEqual([['980101-a', 2]]);
  });

  test("the city's figure resolves to the events of its units and its own", () => {
    const records = ['980101', '980102', '980100'].map((region) => caseEvent({ region }));
    expect(explain(records, 'cases-filed', '980100')).toHaveLength(3);
  });

  test('a growth names the level before as its denominator', () => {
    const records = ['2024Q2', '2025Q2', '2026Q2'].map((period) =>
      returnEvent({ measure: 'new-users-found', period, value: 9 }),
    );
    expect(explain(records, 'new-users-growth', '980101').map(({ subject, part }) => [subject, part])).toEqual([
      ['980101/new-users-found/2026Q2', 'numerator'],
      ['980101/new-users-found/2025Q2', 'denominator'],
    ]);
  });

  test('a composite names the events of its failing items once', () => {
    const records = [caseEvent({ category: 'manufacturing', preControlled: false })];
    expect(explain(records, 'self-assessed-failing-items', '980101').map(({ subject }) => subject)).toEqual([
      '980101-C-2026-05-03',
    ]);
  });
});
