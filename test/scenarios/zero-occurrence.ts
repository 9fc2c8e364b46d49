import { caseOf, withdrawn, type Scenario } from './story.ts';

const found = caseOf('990102', 'zero-1', { category: 'manufacturing', filedAt: '2026-05-20', preControlled: false });

export const scenario: Scenario = {
  key: 'zero-occurrence/zero-manufacturing/990102/zero-1',
  severity: 'critical',
  end: 'recall',
  steps: [
    { at: 'morning', stands: 'silent' },
    { at: 'noon', events: [found], stands: 'firing' },
    { at: 'next-day', events: [withdrawn(found)], stands: 'resolved' },
  ],
};
