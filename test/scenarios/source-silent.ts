import { caseOf, type Scenario, type ScenarioEvent } from './story.ts';

const source = '/990184/checkpoint';
const sent = (subject: string, received?: string): ScenarioEvent => ({
  ...caseOf('990184', subject, { category: 'possession', filedAt: '2026-05-20' }),
  source,
  ...(received !== undefined && { received }),
});

/** Its last message came ten days before the morning, less an hour. */
export const scenario: Scenario = {
  key: `source-silent/${source}`,
  severity: 'warning',
  end: 'resolved',
  steps: [
    { at: 'morning', events: [sent('silent-1', '2026-05-22T10:00:00+08:00')], stands: 'silent' },
    { at: 'noon', stands: 'firing' },
    { at: 'next-day', events: [sent('silent-2')], stands: 'resolved' },
  ],
};
