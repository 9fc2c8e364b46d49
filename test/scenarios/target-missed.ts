import { attested, caseOf, casesOf, type Scenario } from './story.ts';

const solvedBy = (method: string, count: number) =>
  casesOf(count, (index) =>
    caseOf('990123', `target-${method}-${index}`, {
      category: 'trafficking',
      filedAt: '2026-05-02',
      solvedAt: '2026-05-20',
      solvedBy: [method],
    }),
  );

/** None of sixteen is far below 25 %, and the feed is attested: strong. A day must pass while the quarter runs. */
export const scenario: Scenario = {
  key: 'target-missed/it-solved-share/990123/2026Q2',
  severity: 'warning',
  end: 'resolved',
  steps: [
    {
      at: 'morning',
      events: [...solvedBy('tip', 16), attested('990123', '2026Q2', { through: '2026-05-31' })],
      stands: 'silent',
    },
    { at: 'noon', stands: 'silent' },
    { at: 'next-day', stands: 'firing' },
    { at: 'third-day', events: solvedBy('video', 10), stands: 'recovering' },
    { at: 'fourth-day', stands: 'resolved' },
  ],
};
