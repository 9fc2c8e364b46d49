import { corrected, returnOf, type Scenario } from './story.ts';

const REGION = '990181';
const failing = (measure: string, numerator: number, department: string) =>
  returnOf(REGION, measure, { numerator, denominator: 100, department });
const third = failing('real-name-logistics', 99, 'postal');

/** Two items of the county fail by the due day, then a third, which turns out to be a slip. */
export const scenario: Scenario = {
  key: `composite/self-assessed-failing-items/${REGION}/2026Q2/over`,
  severity: 'critical',
  end: 'recall',
  steps: [
    {
      at: 'before-due',
      events: [failing('execution-rate', 80, 'justice'), failing('social-worker-ratio', 1, 'justice')],
      stands: 'silent',
    },
    { at: 'after-due', events: [third], stands: 'firing' },
    { at: 'later', events: [corrected(third, { numerator: 100 })], stands: 'resolved' },
  ],
};
