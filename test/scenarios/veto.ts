import { corrected, returnOf, type Scenario } from './story.ts';

const named = returnOf('990103', 'transit-hub', { value: true, department: 'police' });

export const scenario: Scenario = {
  key: 'veto/transit-hub/990103/990103/transit-hub/2026Q2',
  severity: 'critical',
  end: 'recall',
  steps: [
    { at: 'morning', stands: 'silent' },
    { at: 'noon', events: [named], stands: 'firing' },
    { at: 'next-day', events: [corrected(named, { value: false })], stands: 'resolved' },
  ],
};
