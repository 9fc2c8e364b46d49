import { createHash } from 'node:crypto';
import { addDays, endOfDay, quarterOfDay, weekOf } from '@duqing/calendar';
import { INDICATORS, measureContracts } from '@duqing/catalogue';
import { milestonesOf } from '@duqing/events';
import { loadDeployment } from '@duqing/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateCity, type Message } from '../src/index.ts';
import { city, demo, eventsOf, judged, UNITS, UNTIL } from './given.ts';

const MESSAGES = city();
const EVENTS = eventsOf(MESSAGES);
const QUARTERS = ['2023Q4', ...[2024, 2025].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`))];
const ALL = [...QUARTERS, '2026Q1', '2026Q2', '2026Q3'];

function roleShare(role: Message['role']): number {
  return MESSAGES.filter((message) => message.role === role).length / MESSAGES.length;
}

describe('every run', () => {
  it('is the same for the same options and another for another seed', () => {
    expect(bytes(city())).toBe(bytes(MESSAGES));
    expect(bytes(city({ seed: 2 }))).not.toBe(bytes(MESSAGES));
  });

  it('laws: in order of receipt, made before received, none after the end, refused just where bad, on its topic', () => {
    const options = fc.record({
      quarters: fc.integer({ min: 1, max: 5 }),
      seed: fc.nat(),
      until: fc.nat({ max: 700 }).map((days) => addDays('2024-11-20', days)),
    });
    fc.assert(
      fc.property(options, (given) => {
        const messages = city(given);
        const receipts = messages.map(({ receivedAt }) => receivedAt);
        expect(receipts).toEqual([...receipts].sort((a, b) => a - b));
        expect(receipts.at(-1)).toBeLessThan(endOfDay(given.until));
        for (const message of messages) {
          const result = judged(message);
          if (result.ok === (message.role === 'bad')) throw new Error(`${message.role}: ${message.value}`);
          if (!result.ok) continue;
          expect(result.event.receivedAt).toBe(message.receivedAt);
          expect(result.event.time).toBeLessThanOrEqual(message.receivedAt);
          expect(result.event.simulated).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('works for a real city’s areas too', async () => {
    const jinhua = await loadDeployment('jinhua');
    const messages = generateCity({ deployment: jinhua, quarters: 4, seed: 3, until: UNTIL });
    const odd = messages.filter((message) => judged(message, jinhua).ok === (message.role === 'bad'));
    expect(odd).toEqual([]);
  });

  it('has no line break within a message: a file has one a line', () => {
    expect(MESSAGES.filter(({ value }) => /[\r\n\u2028\u2029]/.test(value))).toEqual([]);
  });

  it('gives each message its own source and id save for repetitions', () => {
    const originals = EVENTS.filter(({ message }) => message.role !== 'duplicate');
    expect(new Set(originals.map(({ event }) => `${event.source} ${event.id}`)).size).toBe(originals.length);
  });

  it('refuses no quarters and a city without units', () => {
    expect(() => city({ quarters: 0 })).toThrow('quarters');
    expect(() => generateCity({ deployment: { ...demo, city: '990102' }, quarters: 1, seed: 1, until: UNTIL })).toThrow(
      'no units',
    );
  });
});

describe('twelve quarters of the demo', () => {
  it('are six to twelve thousand messages from the first quarter to days of the running one', () => {
    expect(MESSAGES.length).toBeGreaterThan(6_000);
    expect(MESSAGES.length).toBeLessThan(12_500);
    const filed = EVENTS.flatMap(({ event }) => (event.family === 'case' ? milestonesOf(event).slice(0, 1) : []));
    const quarters = new Set(filed.map(({ day }) => quarterOfDay(day)));
    expect([...ALL, '2026Q4'].filter((key) => !quarters.has(key))).toEqual([]);
  });

  it.each<[Message['role'], number, number]>([
    ['correction', 0.02, 0.06],
    ['duplicate', 0.008, 0.03],
    ['withdrawal', 0.001, 0.01],
    ['conflict', 0.0003, 0.005],
    ['bad', 0.003, 0.012],
  ])('%s: share from %d to %d', (role, low, high) => {
    expect(roleShare(role)).toBeGreaterThan(low);
    expect(roleShare(role)).toBeLessThan(high);
  });

  it('has revivals: a higher revision after a withdrawal', () => {
    expect(MESSAGES.filter(({ role }) => role === 'revival').length).toBeGreaterThan(0);
  });

  it('has four or more bad messages each quarter, of every kind, for as many reasons', () => {
    const bad = MESSAGES.filter(({ role }) => role === 'bad');
    const perQuarter = Object.values(Object.groupBy(bad, ({ receivedAt }) => quarterKey(receivedAt)));
    expect(Math.min(...perQuarter.slice(0, 12).map((messages) => messages?.length ?? 0))).toBeGreaterThanOrEqual(4);
    const codes = new Set(bad.map((message) => codeOf(message)));
    expect([...codes].sort()).toEqual([
      'impossible-date',
      'missing',
      'no-offset',
      'not-an-object',
      'not-caused-by-user',
      'not-json',
      'order-of-dates',
      'out-of-range',
      'source-outside-area',
      'unknown-code',
      'unknown-key',
      'unknown-region',
      'unknown-version',
      'wrong-type',
    ]);
  });

  it('some corrections move the area, some the quarter', () => {
    const cases = EVENTS.flatMap(({ event }) => (event.family === 'case' && !event.withdrawn ? [event] : []));
    const revisions = [...Map.groupBy(cases, ({ subject }) => subject).values()];
    const regions = revisions.filter((each) => new Set(each.map(({ data }) => data.region)).size > 1);
    const quarters = revisions.filter(
      (each) => new Set(each.map(({ data }) => quarterOfDay(data.filedAt.slice(0, 10)))).size > 1,
    );
    expect(regions.length).toBeGreaterThan(3);
    expect(quarters.length).toBeGreaterThan(3);
  });

  it('some revisions overtake an earlier one', () => {
    const highest = new Map<string, number>();
    const overtaken = EVENTS.filter(({ event, message }) => {
      const key = `${event.family} ${event.subject}`;
      const isOld = message.role !== 'duplicate' && event.data.revision < (highest.get(key) ?? 0);
      highest.set(key, Math.max(event.data.revision, highest.get(key) ?? 0));
      return isOld;
    });
    expect(overtaken.length).toBeGreaterThan(2);
  });

  it('codes that ended are still used: by one with a successor and by one that was split', () => {
    const used = new Set(EVENTS.flatMap(({ event }) => (event.withdrawn ? [] : [event.data.region])));
    expect(used).toContain('990125');
    expect(used).toContain('990121');
  });

  it('cultivation peaks in spring', () => {
    const firsts = EVENTS.flatMap(({ event }) =>
      event.family === 'case' && !event.withdrawn && event.data.revision === 1 && event.data.category === 'cultivation'
        ? [quarterOfDay(event.data.filedAt.slice(0, 10)).slice(4)]
        : [],
    );
    expect(firsts.filter((quarter) => quarter === 'Q2').length).toBeGreaterThan(firsts.length / 2);
  });
});

describe('returns of the demo', () => {
  const returns = EVENTS.flatMap(({ event }) => (event.family === 'return' && !event.withdrawn ? [event] : []));
  const subjects = new Set(returns.map(({ subject }) => subject));

  it('name every measure that may be returned, reported totals for some', () => {
    const due = measureContracts().filter(({ refused, compared }) => refused === null && !compared);
    const sent = new Set(returns.map(({ data }) => data.measure));
    expect(due.filter(({ id }) => !sent.has(id)).map(({ id }) => id)).toEqual([]);
    expect(sent).toContain('execution-rate:reported-total');
  });

  it('come from each area at the item’s levels, nearly all of them and not all', () => {
    const quarterly = INDICATORS.filter(
      ({ columns, cells, measure }) =>
        columns.source === 'return' &&
        cells.includes('quarter') &&
        columns.roll_up === 'sum' &&
        'reads' in measure &&
        measure.reads === columns.id,
    ).filter(({ id }) => id !== 'new-user-rate');
    const due = quarterly.flatMap(({ id }) =>
      UNITS.flatMap((unit) => ALL.map((quarter) => `${unit}/${id}/${quarter}`)),
    );
    const missing = due.filter((subject) => !subjects.has(subject));
    expect(due.length).toBeGreaterThan(1_500);
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.length / due.length).toBeLessThan(0.01);
  });

  it('some are late', () => {
    const late = returns.filter(({ data, receivedAt }) => {
      const quarter = /^(\d{4})Q([1-4])$/.exec(data.period);
      const month = Number(quarter?.[2]) * 3;
      return quarter !== null && receivedAt > Date.UTC(Number(quarter[1]), month, 11);
    });
    expect(late.length / returns.length).toBeGreaterThan(0.01);
  });

  it('helpers: population of each year before, and what the reference region lends', () => {
    for (const code of [...UNITS, '990000'])
      for (const year of ['2022', '2023', '2024', '2025']) expect(subjects).toContain(`${code}/population/${year}`);
    for (const quarter of ALL) expect(subjects).toContain(`990000/new-users-found/${quarter}`);
  });

  it('a total that the city reports is its units’ sum, but of the last quarter', () => {
    const firsts = new Map(
      returns.filter(({ data }) => data.revision === 1).map(({ subject, data }) => [subject, data]),
    );
    const differences = ALL.flatMap((quarter) => {
      const units = UNITS.map((unit) => firsts.get(`${unit}/execution-rate/${quarter}`));
      if (units.includes(undefined) || quarter < '2025Q1') return [];
      const sum = units.reduce((total, data) => total + (data?.numerator ?? 0), 0);
      return Number(firsts.get(`990100/execution-rate:reported-total/${quarter}`)?.value) - sum;
    });
    expect(differences.length).toBeGreaterThan(3);
    expect(differences.slice(0, -1).every((difference) => difference === 0)).toBe(true);
    expect(differences.at(-1)).toBe(1);
  });
});

describe('attestations of the demo', () => {
  const sent = EVENTS.flatMap(({ event }) => (event.family === 'attestation' ? [event.data] : []));
  const through = (region: string, feed: string, period: string) =>
    sent.filter((data) => data.region === region && data.feed === feed && data.period === period).at(-1);

  it('reach the end of most quarters, with gaps: none, a part of the quarter, another count', () => {
    const complete = UNITS.flatMap((unit) => ALL.filter((quarter) => isComplete(through(unit, 'cases', quarter))));
    expect(complete.length / (UNITS.length * ALL.length)).toBeGreaterThan(0.95);
    expect(through(UNITS[9] ?? '', 'intelligence', '2026Q2')).toBeUndefined();
    expect(through(UNITS[3] ?? '', 'cases', '2026Q2')?.through).toBe('2026-05-29');
  });

  it('of the running quarter go through a day of the last ten', () => {
    expect(through('990100', 'cases', '2026Q4')?.through).toBe('2026-10-20');
  });

  it('count the records that stand: the last count of each quarter is what was sent, but where a gap is told of', () => {
    const odd = UNITS.flatMap((unit) =>
      ALL.filter((quarter) => quarter < '2026Q2').filter((quarter) => {
        const count = through(unit, 'seizures', quarter)?.count;
        return count !== undefined && count !== standing(unit, quarter);
      }),
    );
    expect(odd.length).toBeLessThan(3);
    const told = through(UNITS[2] ?? '', 'seizures', '2026Q3');
    expect(told?.count).toBe(standing(UNITS[2] ?? '', '2026Q3') + 2);
  });

  function standing(region: string, quarter: string): number {
    const seizures = Map.groupBy(
      EVENTS.flatMap(({ event }) => (event.family === 'seizure' ? [event] : [])),
      ({ subject }) => subject,
    );
    return [...seizures.values()].filter((revisions) => {
      const winner = revisions.reduce((best, each) => (each.data.revision >= best.data.revision ? each : best));
      return (
        !winner.withdrawn &&
        winner.data.region === region &&
        quarterOfDay(milestonesOf(winner)[0]?.day ?? '') === quarter
      );
    }).length;
  }
});

describe('stories of the demo', () => {
  const cases = EVENTS.flatMap(({ event }) => (event.family === 'case' && !event.withdrawn ? [event] : []));

  it('one laboratory, uncontrolled before, in the last quarter: two zero rules broken by one case', () => {
    const found = cases.filter(({ data }) => data.category === 'manufacturing');
    expect(new Set(found.map(({ subject }) => subject)).size).toBe(1);
    expect(found[0]?.data).toMatchObject({ preControlled: false, region: UNITS[4] });
    expect(quarterOfDay(found[0]?.data.filedAt ?? '')).toBe('2026Q3');
  });

  it('one case with a pupil, and one plot of unknown size', () => {
    expect(cases.filter(({ data }) => (data.persons?.pupils ?? 0) > 0)).toHaveLength(1);
    expect(cases.filter(({ data }) => data.category === 'cultivation' && data.largeScale === undefined)).toHaveLength(
      1,
    );
  });

  it('a serious incident that a correction makes ordinary', () => {
    const found = cases.filter(
      ({ data, subject }) => data.category === 'user-incident' && subject.includes(`${UNITS[10]}-2026-39`),
    );
    expect(found.map(({ data }) => data.severity)).toEqual(['serious', 'ordinary']);
  });
});

function quarterKey(receivedAt: number): string {
  return quarterOfDay(new Date(receivedAt + 8 * 3_600_000).toISOString().slice(0, 10));
}

function codeOf(message: Message): string {
  const result = judged(message);
  return result.ok ? 'accepted' : result.reject.code;
}

function isComplete(data: { through: string; period: string } | undefined): boolean {
  return data !== undefined && quarterOfDay(addDays(data.through, 1)) !== data.period;
}

function bytes(messages: Message[]): string {
  return createHash('sha256').update(JSON.stringify(messages)).digest('hex');
}

describe('the outbreak', () => {
  const finds = EVENTS.flatMap(({ event, message }) =>
    event.family === 'seizure' &&
    !event.withdrawn &&
    message.role === 'record' &&
    event.data.items.some(({ substance }) => substance === 'synthetic-cannabinoids')
      ? [event.data]
      : [],
  );

  it('is of a substance that nothing else holds, in one area, from the last quarter into the running one', () => {
    expect(new Set(finds.map(({ region }) => region))).toEqual(new Set(['990181']));
    expect(new Set(finds.map(({ seizedAt }) => quarterOfDay(seizedAt)))).toEqual(new Set(['2026Q3', '2026Q4']));
  });

  it('grows from week to week', () => {
    const weekly = [...Map.groupBy(finds, ({ seizedAt }) => weekOf(seizedAt)).entries()].sort();
    const counts = weekly.map(([, found]) => found.length);
    expect(counts.length).toBe(6);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });
});
