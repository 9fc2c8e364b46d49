import { addDays } from '@duqing/calendar';
import { attested, caseOf, casesOf, withdrawn, type Scenario } from './story.ts';

const REGION = '990184';
/** Monday of the week that is told of. */
const WEEK = '2026-05-25';
const inWeek = (monday: string, count: number) =>
  casesOf(count, (index) =>
    caseOf(REGION, `week-${monday}-${index}`, { category: 'trafficking', filedAt: addDays(monday, 2) }),
  );
const weekly = casesOf(20, (index) => caseOf(REGION, `${index}`, {})).flatMap((_, index) =>
  inWeek(addDays(WEEK, -7 * (index + 1)), 3),
);
const many = inWeek(WEEK, 14);

/** Three a week for twenty weeks, then fourteen; eleven of them were entered twice. */
export const scenario: Scenario = {
  key: `early-warning/cases/trafficking/${REGION}`,
  severity: 'info',
  end: 'recall',
  steps: [
    {
      at: 'morning',
      events: [
        ...weekly,
        attested(REGION, '2026Q1', { through: '2026-03-31' }),
        attested(REGION, '2026Q2', { through: '2026-05-24' }),
      ],
      stands: 'silent',
    },
    {
      at: 'noon',
      events: [...many, attested(REGION, '2026Q2', { through: '2026-05-31', revision: 2 })],
      stands: 'firing',
    },
    { at: 'next-day', events: many.slice(3).map(withdrawn), stands: 'resolved' },
  ],
};
