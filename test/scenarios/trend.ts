import { attested, caseOf, casesOf, withdrawn, type Scenario } from './story.ts';

const REGION = '990126';
const caused = (name: string, filedAt: string, received?: string) => (index: number) => ({
  ...caseOf(REGION, `trend-${name}-${index}`, {
    category: 'user-incident',
    filedAt,
    causedByUser: true,
    severity: 'ordinary',
    outOfSupervision: false,
  }),
  ...(received !== undefined && { received }),
});
const base = casesOf(6, caused('base', '2025-05-10', '2025-06-01T09:00:00+08:00'));
const late = casesOf(20, caused('late', '2026-06-20'));

/** Six a year before, none so far; twenty come in late, after the quarter; most of them are withdrawn. */
export const scenario: Scenario = {
  key: `trend/user-caused-cases/${REGION}/2026Q2`,
  severity: 'warning',
  end: 'recall',
  steps: [
    { at: 'morning', events: [...base, attested(REGION, '2025Q2', { through: '2025-06-30' })], stands: 'silent' },
    { at: 'before-due', events: [attested(REGION, '2026Q2', { through: '2026-06-30' })], stands: 'silent' },
    { at: 'after-due', events: late, stands: 'firing' },
    { at: 'later', events: late.slice(0, 15).map(withdrawn), stands: 'resolved' },
  ],
};
