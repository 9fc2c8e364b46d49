import { attested, type Scenario } from './story.ts';

export const scenario: Scenario = {
  key: 'feed-not-attested/cases/990183/2026Q2',
  severity: 'warning',
  end: 'resolved',
  steps: [
    { at: 'before-due', events: [attested('990183', '2026Q2', { through: '2026-06-12' })], stands: 'silent' },
    { at: 'after-due', stands: 'firing' },
    { at: 'later', events: [attested('990183', '2026Q2', { through: '2026-06-30', revision: 2 })], stands: 'resolved' },
  ],
};
