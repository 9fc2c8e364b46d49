import { seizureOf, withdrawn, type Scenario } from './story.ts';

const first = seizureOf('990103', 'first-1', ['nitazenes', 2]);

export const scenario: Scenario = {
  key: 'first-seen/new-substances/990103/first-1',
  severity: 'info',
  end: 'recall',
  steps: [
    { at: 'morning', stands: 'silent' },
    { at: 'noon', events: [first], stands: 'firing' },
    { at: 'next-day', events: [withdrawn(first)], stands: 'resolved' },
  ],
};
