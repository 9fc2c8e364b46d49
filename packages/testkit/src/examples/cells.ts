import { returnEvent } from '../build/events.ts';
import { ask, noon, type SemanticExample } from './example.ts';

const LEADERS = 'main-leader-activities';
const FAR = noon('2027-03-01');

/** SEMANTICS "Cells" and the due days of ytd items. */
export const CELLS: SemanticExample[] = [
  {
    name: 'asking a quarter of a half-yearly item gives the half-year, which is still running',
    records: [returnEvent({ measure: 'inspection-class-b', period: '2026H1', numerator: 5, denominator: 5 })],
    asOf: noon('2026-06-30'),
    query: ask('inspection-class-b', '980101', '2026Q1'),
    expect: { period: '2026H1', stage: 'running', verdict: 'not-due', value: null },
  },
  {
    name: 'the half-year returned in full: met',
    records: [returnEvent({ measure: 'inspection-class-b', period: '2026H1', numerator: 5, denominator: 5 })],
    asOf: noon('2026-07-02'),
    query: ask('inspection-class-b', '980101', '2026H1'),
    expect: { value: 100, verdict: 'met', stage: 'provisional' },
  },
  {
    name: 'a ytd cell without a return of its own quarter carries the latest before it',
    records: [returnEvent({ measure: LEADERS, period: '2026Q1', value: 1 })],
    asOf: noon('2026-08-01'),
    query: ask(LEADERS, '980101', '2026Q2'),
    expect: { value: 1, verdict: 'not-due', flags: ['carried', 'simulated'], distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'a cell before the one of the yearly deadline is met or not due, for good',
    records: [returnEvent({ measure: LEADERS, period: '2026Q1', value: 1 })],
    asOf: FAR,
    query: ask(LEADERS, '980101', '2026Q2'),
    expect: { verdict: 'not-due' },
  },
  {
    name: 'Q4 takes over nothing that is not met: return-missing, ten days after the quarter',
    records: [returnEvent({ measure: LEADERS, period: '2026Q3', value: 1 })],
    asOf: noon('2027-01-11'),
    query: ask(LEADERS, '980101', '2026Q4'),
    expect: { value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
  {
    name: 'and until then not-due',
    records: [returnEvent({ measure: LEADERS, period: '2026Q3', value: 1 })],
    asOf: noon('2027-01-10'),
    query: ask(LEADERS, '980101', '2026Q4'),
    expect: { value: null, verdict: 'not-due', reason: null },
  },
  {
    name: 'Q4 takes over what is already met',
    records: [returnEvent({ measure: LEADERS, period: '2026Q3', value: 2 })],
    asOf: FAR,
    query: ask(LEADERS, '980101', '2026Q4'),
    expect: { value: 2, verdict: 'met', flags: ['carried', 'simulated'] },
  },
  {
    name: 'Q4 takes over a survey even where it fails',
    records: [returnEvent({ measure: 'awareness-rate', period: '2026Q3', numerator: 90, denominator: 100 })],
    asOf: FAR,
    query: ask('awareness-rate', '980101', '2026Q4'),
    expect: { value: 90, verdict: 'missed', flags: ['carried', 'simulated'], distance: { toMeet: 6, toBreak: 0 } },
  },
  {
    name: 'no year takes over from the year before',
    records: [returnEvent({ measure: 'awareness-rate', period: '2025Q4', numerator: 99, denominator: 100 })],
    asOf: noon('2026-05-01'),
    query: ask('awareness-rate', '980101', '2026Q1'),
    expect: { value: null, verdict: 'not-due' },
  },
  {
    name: 'the thing must be done by 31 October: short on that day is not missed yet',
    records: [shortActivities('2026-10-20T09:00:00+08:00')],
    asOf: noon('2026-10-31'),
    query: ask('five-ones-coverage', '980101', '2026Q4'),
    expect: { value: 90, verdict: 'not-due' },
  },
  {
    name: 'and is missed from the next day',
    records: [shortActivities('2026-10-20T09:00:00+08:00')],
    asOf: noon('2026-11-01'),
    query: ask('five-ones-coverage', '980101', '2026Q4'),
    expect: { value: 90, verdict: 'missed' },
  },
  {
    name: 'cumulative: the latest return is the year so far, quarters are not added',
    records: [
      returnEvent({ measure: LEADERS, period: '2026Q1', value: 1 }),
      returnEvent({ measure: LEADERS, period: '2026Q2', value: 2 }),
    ],
    asOf: noon('2026-08-01'),
    query: ask(LEADERS, '980101', '2026Q2'),
    expect: { value: 2, verdict: 'met', flags: ['simulated'] },
  },
  {
    name: 'a stock without a deadline in the year reads its own quarter only',
    records: [returnEvent({ measure: 'transit-hub', period: '2026Q1', value: false })],
    asOf: noon('2026-08-01'),
    query: ask('transit-hub', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
  {
    name: 'flow: the creation cell adds the quarters',
    records: [
      returnEvent({ measure: 'zero-enforcement-faults', period: '2026Q1', value: 1 }),
      returnEvent({ measure: 'zero-enforcement-faults', period: '2026Q2', value: 2 }),
    ],
    asOf: noon('2026-08-01'),
    query: ask('zero-enforcement-faults', '980101', 'creation'),
    expect: { value: 3, verdict: 'missed' },
  },
];

function shortActivities(time: string): SemanticExample['records'][number] {
  return returnEvent({ measure: 'five-ones-coverage', period: '2026Q4', numerator: 9, denominator: 10 }, { time });
}
