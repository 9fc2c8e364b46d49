import type { OutMessage } from '@duqing/runtime';

export const CASES = 'duqing.cases';

/** Counties of the deployment `demo`. */
const COUNTIES = ['990102', '990103', '990123'];
const MONTHS = ['2026-01', '2026-02', '2026-04', '2026-05', '2026-07', '2026-08'];
const CATEGORIES = ['trafficking', 'possession', 'harbouring', 'drug-driving', 'smuggling'];

interface Told {
  revision: number;
  involved: number;
}

/** Valid case events of ordinary size (about 600 bytes), each another case; `index` decides all of one. */
export function caseMessage(index: number, { revision, involved }: Told = { revision: 1, involved: 2 }): OutMessage {
  const region = COUNTIES[index % COUNTIES.length] ?? '';
  const day = `${MONTHS[index % MONTHS.length]}-${String((index % 27) + 1).padStart(2, '0')}`;
  const subject = `${region}-2026-${index}`;
  const isSolved = index % 3 !== 0;
  const value = JSON.stringify({
    specversion: '1.0',
    id: `c-${index}-${revision}`,
    source: `/${region}/police`,
    type: 'duqing.case.recorded.v1',
    subject,
    time: `${day}T09:00:00+08:00`,
    datacontenttype: 'application/json',
    simulated: true,
    data: {
      revision,
      region,
      category: CATEGORIES[index % CATEGORIES.length],
      filedAt: day,
      ...(isSolved && { solvedAt: `${day}T16:30:00+08:00`, solvedBy: ['analysis-platform', 'checkpoint'] }),
      targetLevel: 'none',
      severity: 'ordinary',
      preControlled: true,
      largeScale: false,
      causedByUser: false,
      outOfSupervision: false,
      persons: { involved, minors: 0, pupils: 0, users: 1 },
    },
  });
  return { key: subject, value };
}

/** Of every hundred messages five correct an earlier one, two come twice, and one must be refused. */
export function dirtyMessage(index: number): OutMessage {
  const place = index % 100;
  if (place >= 1 && place <= 5) return caseMessage(index - place, { revision: place + 1, involved: 3 });
  if (place === 50 || place === 51) return caseMessage(index - 10);
  if (place === 99) return { key: `bad-${index}`, value: `{"specversion":"1.0","id":"bad-${index}"}` };
  return caseMessage(index);
}
