import { beforeAll, describe, expect, it } from 'vitest';
import type { CellJson } from './support/cells.ts';
import { GOLDEN, json, newFolder, replay } from './support/duqing.ts';

/**
 * `test/fixtures/golden.ndjson`: made-up events of 2025Q2 under Jinhua's codes. What is expected was worked out by hand from
 * SEMANTICS, event by event, and from no output.
 *
 * 330782, drug crimes. Filed in Q2: cases 1, 2, 4, 6 (3 was filed in March, 5 is administrative, 7 was moved to 330781 by its second
 * revision, 8 withdrawn). Solved in Q2: 1 (video), 3 at ten past midnight on 1 April, 4 in the last millisecond of June; 6 on 1 July.
 */
const data = newFolder();
let cells: CellJson[] = [];
let balance: Record<string, number> = {};

beforeAll(async () => {
  balance = await replay([GOLDEN], data);
  cells = await json<CellJson[]>(['indicators', '--period', '2025Q2', '--data', data]);
}, 120_000);

type Expected = Partial<Omit<CellJson, 'distance'>> & { distance?: object | null };

function cell(indicator: string, region: string): CellJson {
  const found = cells.find((one) => one.indicator === indicator && one.region === region);
  if (!found) throw new Error(`no cell ${indicator} ${region}`);
  return found;
}

const CELLS: [what: string, indicator: string, region: string, expected: Expected][] = [
  [
    'one of three solved with IT support: 33.3 % > 25 %, one fewer breaks it',
    'it-solved-share',
    '330782',
    {
      numerator: 1,
      denominator: 3,
      value: 100 / 3,
      verdict: 'met',
      evidence: 'weak',
      distance: { toMeet: 0, toBreak: 1 },
    },
  ],
  [
    'a case moved by its second revision counts where it is now',
    'it-solved-share',
    '330781',
    { numerator: 1, denominator: 1, value: 100, verdict: 'met' },
  ],
  [
    'attested and none solved: no denominator',
    'it-solved-share',
    '330703',
    { denominator: 0, value: null, verdict: 'not-applicable', reason: null },
  ],
  [
    'not attested and nothing held',
    'it-solved-share',
    '330723',
    { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  ],
  [
    'the city is the sum of its units, shown and not assessable while units are missing: 2/4',
    'it-solved-share',
    '330700',
    { numerator: 2, denominator: 4, value: 50, verdict: 'not-assessable', reason: 'unit-missing' },
  ],
  ['filed in the quarter', 'cases-filed', '330782', { value: 4, verdict: 'information' }],
  ['solved in the quarter', 'cases-solved', '330782', { value: 3 }],
  ['three solved of four filed', 'clearance-rate', '330782', { numerator: 3, denominator: 4, value: 75 }],
  [
    'one manufacturing case',
    'zero-manufacturing',
    '330782',
    { value: 1, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  ],
  [
    'a violation misses at the city, whatever else is missing',
    'zero-manufacturing',
    '330700',
    { value: 1, verdict: 'missed', reason: null },
  ],
  ['attested zero', 'zero-manufacturing', '330703', { value: 0, verdict: 'met', reason: null }],
  [
    'silence is not zero',
    'zero-manufacturing',
    '330723',
    { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  ],
  [
    'silence is not zero where nothing is judged either',
    'cases-filed',
    '330723',
    { value: null, verdict: 'information' },
  ],
  ['not under control beforehand', 'uncontrolled-manufacturing', '330782', { value: 1, verdict: 'missed' }],
  [
    'cultivation without largeScale is never met',
    'zero-large-cultivation',
    '330702',
    { verdict: 'not-assessable', reason: 'unclassified', flags: ['count-differs', 'unclassified'] },
  ],
  ['attested, incidents returned nil', 'zero-diversion', '330703', { value: 0, verdict: 'met' }],
  ['two incidents without a case', 'zero-diversion', '330782', { value: 2, verdict: 'missed' }],
  [
    'attested, incidents not returned',
    'zero-serious-user-incidents',
    '330703',
    { value: null, verdict: 'not-assessable', reason: 'helper-missing' },
  ],
  [
    'three of eighty are lost: one more breaks it',
    'lost-contact-rate',
    '330782',
    {
      numerator: 3,
      denominator: 80,
      value: 3.75,
      verdict: 'met',
      evidence: 'weak',
      distance: { toMeet: 0, toBreak: 1 },
    },
  ],
  [
    'corrected to 4 of 80: 5 % is not under 5 %',
    'lost-contact-rate',
    '330702',
    { numerator: 4, denominator: 80, value: 5, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  ],
  ['nil: nobody in treatment', 'lost-contact-rate', '330781', { value: null, verdict: 'not-applicable' }],
  ['no return', 'lost-contact-rate', '330703', { value: null, verdict: 'not-assessable', reason: 'return-missing' }],
  [
    'the city: 7 of 160, units missing',
    'lost-contact-rate',
    '330700',
    { numerator: 7, denominator: 160, value: 4.375, verdict: 'not-assessable', reason: 'unit-missing' },
  ],
  [
    'P22: two seizures and an aggregate of three, whatever they hold',
    'seizure-count',
    '330782',
    { value: 5, flags: ['aggregate'] },
  ],
  ['250 g + 1.5 kg + 0.5 g + 10 g; tablets are no mass', 'seized-mass', '330782', { value: 1760.5, unit: 'g' }],
  ['P24: 78 % of 250 g, once', 'seized-pure-mass', '330782', { value: 195 }],
  ['one of five in a parcel', 'parcel-seizure-share', '330782', { numerator: 1, denominator: 5, value: 20 }],
  [
    '1 minor of 11 persons since 1 January, no year to compare with',
    'minors-share',
    '330782',
    { numerator: 1, denominator: 11, value: 100 / 11, verdict: 'not-assessable', reason: 'history-too-short' },
  ],
  [
    'a flag is a boolean',
    'transit-hub',
    '330782',
    { value: false, verdict: 'met', numerator: null, denominator: null },
  ],
  ['one report, one case', 'intelligence-conversion', '330782', { numerator: 1, denominator: 1, value: 100 }],
];

/** Value by key of a breakdown at 330782. */
async function by(indicator: string, key: string): Promise<Record<string, number | null>> {
  const args = ['indicators', '--period', '2025Q2', '--region', '330782', '--indicator', indicator, '--by', key];
  const [found] = await json<CellJson[]>([...args, '--data', data]);
  return Object.fromEntries((found?.breakdown ?? []).map((row) => [row.key, row.value]));
}

async function asOf(indicator: string, region: string, moment: string): Promise<CellJson | undefined> {
  const args = ['indicators', '--period', '2025Q2', '--region', region, '--indicator', indicator];
  return (await json<CellJson[]>([...args, '--as-of', moment, '--data', data]))[0];
}

/** Ratios are given as written and compared at nine places. */
function rounded({ value, ...rest }: Expected): Expected {
  return value === undefined ? rest : { ...rest, value: typeof value === 'number' ? Number(value.toFixed(9)) : value };
}

describe('the golden file, figure by figure', () => {
  it('ends with the balance: 31 received, of which three were superseded', () => {
    expect(balance).toEqual({
      received: 31,
      accepted: 28,
      superseded: 3,
      duplicate: 0,
      conflict: 0,
      rejected: 0,
      discarded: 0,
    });
  });

  it.each(CELLS)('%s: %s of %s', (_, indicator, region, expected) => {
    expect(rounded(cell(indicator, region) as Expected)).toMatchObject(rounded(expected));
  });

  it('gives yearly duties in the cells of the fourth quarter: two activities met, no hearing missed, a report handed in', async () => {
    const year = await json<CellJson[]>(['indicators', '--period', '2025Q4', '--region', '330782', '--data', data]);
    const of = (id: string): unknown[] => {
      const found = year.find(({ indicator }) => indicator === id);
      return [found?.value, found?.verdict];
    };
    expect(of('main-leader-activities')).toEqual([2, 'met']);
    expect(of('committee-hearings')).toEqual([0, 'missed']);
    expect(of('minors-survey-report')).toEqual([true, 'met']);
  });

  it('breaks mass down by substance: heroin 250.5 g, methamphetamine 1500 g, cocaine 10 g, of ketamine no mass', async () => {
    expect(await by('seized-mass', 'substance')).toMatchObject({ heroin: 250.5, methamphetamine: 1500, cocaine: 10 });
  });

  it('P22: each substance of a seizure counts it once, and the parts need not add up to the whole', async () => {
    expect(await by('seizure-count', 'substance')).toEqual({ heroin: 2, methamphetamine: 1, ketamine: 1, cocaine: 3 });
  });

  it('breaks down by channel, and solved cases by method: a case of two methods stands under both', async () => {
    expect(await by('seizure-count', 'channel')).toEqual({ parcel: 1, person: 1, premises: 3 });
    expect(await by('cases-solved', 'method')).toMatchObject({ video: 1, informant: 2, patrol: 1 });
  });

  it('explains the share by the events behind it', async () => {
    interface Explained extends CellJson {
      events: { source: string; id: string; subject: string; revision: number; part: string }[];
    }
    const args = ['explain', 'it-solved-share', '--region', '330782', '--period', '2025Q2'];
    const explained = await json<Explained>([...args, '--data', data]);
    expect({ ...explained, events: undefined }).toMatchObject({ numerator: 1, denominator: 3 });
    expect(explained.events.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { source: '/330782/police', id: 'c-1-r1', subject: '330782-2025-0001', revision: 1, part: 'both' },
      { source: '/330782/police', id: 'c-3-r1', subject: '330782-2025-0003', revision: 1, part: 'denominator' },
      { source: '/330782/police', id: 'c-4-r1', subject: '330782-2025-0004', revision: 1, part: 'denominator' },
    ]);
  });

  it('reads as of a moment: the case still in 330782, the return not yet corrected, case 8 not yet withdrawn', async () => {
    const may = await asOf('cases-filed', '330782', '2025-05-05T00:00:00+08:00');
    // 1, 2, 7, 8 were received by then
    expect(may).toMatchObject({ value: 4, stage: 'running', asOf: '2025-05-05T00:00:00.000+08:00' });
    expect(await asOf('lost-contact-rate', '330702', '2025-07-10T00:00:00+08:00')).toMatchObject({
      numerator: 5,
      stage: 'provisional',
    });
  });
});
