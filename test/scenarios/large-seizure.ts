import { seizureOf, withdrawn, type Scenario } from './story.ts';

const large = seizureOf('9901A2', 'large-1', ['methamphetamine', 1200.5]);

export const scenario: Scenario = {
  key: 'large-seizure/methamphetamine/9901A2/large-1',
  severity: 'warning',
  end: 'recall',
  steps: [
    { at: 'morning', events: [seizureOf('9901A2', 'large-0', ['methamphetamine', 499.9])], stands: 'silent' },
    { at: 'noon', events: [large], stands: 'firing' },
    { at: 'next-day', events: [withdrawn(large)], stands: 'resolved' },
  ],
};
