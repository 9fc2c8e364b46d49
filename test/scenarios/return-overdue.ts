import { returnOf, type Scenario } from './story.ts';

export const scenario: Scenario = {
  key: 'return-overdue/990182/execution-rate/2026Q2',
  severity: 'warning',
  end: 'resolved',
  steps: [
    { at: 'before-due', stands: 'silent' },
    { at: 'after-due', stands: 'firing' },
    {
      at: 'later',
      events: [returnOf('990182', 'execution-rate', { numerator: 96, denominator: 100, department: 'justice' })],
      stands: 'resolved',
    },
  ],
};
