import { corrected, returnOf, type Scenario } from './story.ts';

const far = returnOf('990127', 'lost-contact-rate', { numerator: 1, denominator: 80, department: 'justice' });
const revised = (revision: number, numerator: number) => corrected(far, { revision, numerator });

/** Under 5 % of 80 is at most three lost: one more would break it. */
export const scenario: Scenario = {
  key: 'close-to-target/lost-contact-rate/990127/2026Q2',
  severity: 'info',
  end: 'resolved',
  steps: [
    { at: 'morning', events: [far], stands: 'silent' },
    { at: 'noon', events: [revised(2, 3)], stands: 'firing' },
    { at: 'next-day', events: [revised(3, 1)], stands: 'resolved' },
  ],
};
