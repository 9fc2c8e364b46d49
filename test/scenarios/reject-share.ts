import { caseOf, casesOf, type Scenario } from './story.ts';

const good = (name: string, count: number) =>
  casesOf(count, (index) =>
    caseOf('9901A1', `share-${name}-${index}`, { category: 'possession', filedAt: '2026-05-20' }),
  );
const bad = casesOf(3, (index) =>
  caseOf('9901A1', `share-bad-${index}`, { category: 'possession', filedAt: '2026-02-30' }),
);

/** Two of forty are one in twenty, three are more. */
export const scenario: Scenario = {
  key: 'reject-share//9901A1/police/2026Q2',
  severity: 'warning',
  end: 'resolved',
  steps: [
    { at: 'morning', events: [...good('first', 38), ...bad.slice(0, 2)], stands: 'silent' },
    { at: 'noon', events: bad.slice(2), stands: 'firing' },
    { at: 'next-day', events: good('more', 40), stands: 'resolved' },
  ],
};
