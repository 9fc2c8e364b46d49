import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, quarterOfDay, weekOf } from '@duqing/calendar';
import { Setting, type Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertSignalAct, migrate, openStore, readSignals, type SignalActRow, type Store } from '../src/index.ts';
import { knownFrom } from '../src/signals/known.ts';
import { weeksUpTo } from '../src/signals/weeks.ts';

const COUNTY = '990102';
const CITY = '990100';
/** A Wednesday: the week of Monday 18 May is the newest complete one. */
const NOW = Date.parse('2026-05-27T09:00:00+08:00');
const LAST = '2026-05-18';
const KEY = `early-warning/cases/trafficking/${COUNTY}`;

let path: string;
let store: Store;
let number = 0;
const deployment: Deployment = await loadDeployment('demo');
const setting = new Setting(deployment, NOW);

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'duqing-signals-'));
  store = await openStore({ kind: 'embedded', path });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const table of ['facts_case_filed', 'facts_seizure', 'facts_attestation', 'signal_acts'])
    await store.command(`TRUNCATE TABLE ${table}`);
});

function common(region: string, day: string) {
  number += 1;
  return {
    region,
    quarter: quarterOfDay(day),
    day,
    subject: `s-${number}`,
    rank: '1',
    deleted: false,
    source: `/${region}/police`,
    id: `e-${number}`,
    revision: 1,
    received_at: NOW - 1,
    simulated: false,
    backfilled: false,
    flags: [],
  };
}

function caseRow(day: string, given: object = {}): ReturnType<typeof common> & Record<string, unknown> {
  const unknown = { severity: null, target_level: null, pre_controlled: null, large_scale: null };
  const attributes = { caused_by_user: null, out_of_supervision: null, involved: null, minors: null, pupils: null };
  return { ...common(COUNTY, day), category: 'trafficking', solved_by: [], ...unknown, ...attributes, ...given };
}

function cases(day: string, count: number, given: object = {}) {
  return Array.from({ length: count }, () => caseRow(day, given));
}

/** Three or four cases a week in the 40 weeks before LAST. */
function steady(given: object = {}) {
  return Array.from({ length: 40 }, (_, index) =>
    cases(addDays(LAST, -7 * (index + 1)), 3 + (index % 2), given),
  ).flat();
}

function attestation(region: string, period: string, through: string, feed = 'cases') {
  return {
    ...common(region, through),
    subject: `${region}/${feed}/${period}`,
    quarter: period,
    feed,
    period,
    through,
    count: null,
  };
}

function attested(region: string, through = '2026-05-24') {
  return [
    attestation(region, '2025Q3', '2025-09-30'),
    attestation(region, '2025Q4', '2025-12-31'),
    attestation(region, '2026Q1', '2026-03-31'),
    attestation(region, '2026Q2', through),
  ];
}

async function hold(rows: { cases?: object[]; attestations?: object[] }): Promise<void> {
  await store.insert('facts_case_filed', rows.cases ?? []);
  await store.insert('facts_attestation', rows.attestations ?? []);
}

const signals = async () => (await readSignals(store, { setting })).report.signals;

const inGap = (day: string) => day >= '2026-04-06' && day < '2026-05-04';

const told = async () => (await readSignals(store, { setting, told: [{ key: KEY, week: '2026-W21' }] })).told.get(KEY);

const act = (given: Partial<SignalActRow>): SignalActRow => ({
  act_id: 'a'.repeat(64),
  key: KEY,
  act: 'dismiss',
  week: '2026-W21',
  observed: 14,
  at: NOW - 10,
  post: 'analysts',
  role: 'analyst',
  token_id: '',
  text: '专项行动',
  ...given,
});

const row = (region: string, period: string, through: string) => ({ region, feed: 'cases', period, through }) as const;

const week = (monday: string) => weeksUpTo(monday, 0)[0]!;

describe('weekly counts', () => {
  test('a week far above those before it is a signal that says expected, observed, limit and since when', async () => {
    await hold({ cases: [...steady(), ...cases('2026-05-20', 14)], attestations: attested(COUNTY) });
    const [signal, ...more] = await signals();
    expect(more).toEqual([]);
    expect(signal).toMatchObject({
      key: KEY,
      region: COUNTY,
      name: { zh: '贩卖、运输毒品案件', en: 'trafficking cases' },
      week: '2026-W21',
      from: LAST,
      to: '2026-05-24',
      since: '2026-W21',
      observed: 14,
      complete: true,
      simulated: true,
      backfilled: false,
      assessment: null,
    });
    expect(signal?.expected).toBeCloseTo(24 / 7, 9);
    expect(signal?.limit).toBeGreaterThan(signal?.expected ?? 14);
    expect(signal?.limits.map(({ method, exceeded }) => [method, exceeded])).toEqual([
      ['ears-c2', true],
      ['ears-c3', true],
    ]);
  });

  test('an ordinary week is none', async () => {
    await hold({ cases: [...steady(), ...cases('2026-05-20', 4)], attestations: attested(COUNTY) });
    expect(await signals()).toEqual([]);
  });

  test('the running week signals by what came so far, and says that it is not complete', async () => {
    await hold({ cases: [...steady(), ...cases('2026-05-26', 14)], attestations: attested(COUNTY) });
    expect(await signals()).toMatchObject([{ week: '2026-W22', since: '2026-W22', observed: 14, complete: false }]);
  });

  test('weeks that are not attested are no zeros: without a baseline there is no signal, and the feed is said to be blind', async () => {
    await hold({ cases: cases('2026-05-20', 14), attestations: [attestation(COUNTY, '2026Q2', '2026-05-24')] });
    const { report } = await readSignals(store, { setting });
    expect(report.signals).toEqual([]);
    expect(report.blind).toContainEqual({ region: COUNTY, feed: 'cases', through: '2026-05-24' });
    expect(report.blind).toContainEqual({ region: COUNTY, feed: 'seizures', through: null });
    expect(report.feeds).toBe(2 * (1 + setting.regions.unitsOf(CITY, '2026-05-27').length));
    await hold({ attestations: attested(COUNTY) });
    const now = await readSignals(store, { setting });
    expect(now.report.signals).toMatchObject([{ key: KEY, observed: 14, expected: 0 }]);
    expect(now.report.blind).not.toContainEqual(expect.objectContaining({ region: COUNTY, feed: 'cases' }));
  });

  test('a feed that is not attested since is blind, however long its history: no signal would look like an all-clear', async () => {
    await hold({ cases: steady(), attestations: attested(COUNTY, '2026-04-19') });
    const { report } = await readSignals(store, { setting });
    expect(report.signals).toEqual([]);
    expect(report.blind).toContainEqual({ region: COUNTY, feed: 'cases', through: '2026-04-19' });
  });

  test('one week of the newest that is attested is enough', async () => {
    await hold({ cases: steady(), attestations: attested(COUNTY, '2026-05-10') });
    const { report } = await readSignals(store, { setting });
    expect(report.blind).not.toContainEqual(expect.objectContaining({ region: COUNTY, feed: 'cases' }));
  });

  test('a gap in the history leaves the limit where it is; as zeros it would lie elsewhere', async () => {
    const rows = [...steady(), ...cases('2026-05-20', 14)];
    await hold({ cases: rows.filter(({ day }) => !inGap(day)), attestations: attested(COUNTY, '2026-04-05') });
    const [gapped] = await signals();
    expect(gapped?.complete).toBe(false);
    await hold({ attestations: attested(COUNTY).map((row) => ({ ...row, rank: '2' })) });
    const [zeros] = await signals();
    expect(gapped?.expected).toBeCloseTo(3.5, 0);
    expect(zeros?.expected).toBeLessThan(3);
  });

  test('the city is judged where its own feed and those of all its units are known', async () => {
    const units = setting.regions.unitsOf(CITY, '2026-05-27').map(({ code }) => code);
    const others = units.filter((code) => code !== COUNTY).slice(0, 4);
    const spread = [COUNTY, COUNTY, ...others].flatMap((region) => cases('2026-05-20', 2, { region }));
    await hold({
      cases: [...steady(), ...spread],
      attestations: [CITY, ...units.slice(1)].flatMap((code) => attested(code)),
    });
    expect(await signals()).toEqual([]);
    await hold({ attestations: attested(units[0] ?? '') });
    const [city] = (await signals()).filter(({ region }) => region === CITY);
    expect(city).toMatchObject({ observed: 12, complete: true });
  });

  test('a seizure of two substances is one of each, of two items of one substance one, an aggregate as many as it stands for', async () => {
    const seizure = (day: string, item_substance: string[], events = 1) => {
      const of = <T>(value: T) => item_substance.map(() => value);
      const items = { item_name: of(''), item_quantity: of('1'), item_unit: of('g'), item_grams: of('1') };
      return {
        ...common(COUNTY, day),
        case_id: '',
        channel: null,
        events,
        item_substance,
        ...items,
        item_pure_grams: of(null),
      };
    };
    await store.insert('facts_seizure', [
      ...Array.from({ length: 5 }, () => seizure('2026-05-19', ['heroin', 'ketamine', 'ketamine'])),
      seizure('2026-05-20', ['ketamine'], 4),
    ]);
    await hold({
      attestations: attested(COUNTY).map((row) => ({
        ...row,
        feed: 'seizures',
        subject: row.subject.replace('cases', 'seizures'),
      })),
    });
    const found = (await signals()).map(({ code, observed }) => [code, observed]);
    expect(found).toEqual([
      ['heroin', 5],
      ['ketamine', 9],
    ]);
  });

  test('a run goes back to its first week; imported history is told from news', async () => {
    await hold({
      cases: [
        ...steady(),
        ...cases('2026-05-06', 15),
        ...cases('2026-05-13', 15),
        ...cases('2026-05-20', 15, { backfilled: true }),
      ],
      attestations: attested(COUNTY),
    });
    const [signal] = await signals();
    expect(signal).toMatchObject({ week: '2026-W21', backfilled: true });
    expect([weekOf('2026-05-04'), weekOf('2026-05-13')]).toContain(signal?.since);
  });
});

describe('what was told before', () => {
  test('stands, is taken back by a correction, or is not known any more', async () => {
    const spike = cases('2026-05-20', 14);
    await hold({ cases: [...steady(), ...spike], attestations: attested(COUNTY) });
    expect(await told()).toEqual({ outcome: 'signal', observed: 14, judged: true, dismissal: null });
    const withdrawn = spike.slice(2).map((row) => ({ ...row, rank: '2', deleted: true }));
    await hold({ cases: withdrawn });
    expect(await told()).toMatchObject({ outcome: 'quiet', observed: 2 });
    await store.command('TRUNCATE TABLE facts_attestation');
    expect(await told()).toMatchObject({ outcome: 'open', judged: false });
  });

  test('late records of the weeks before raise the limit', async () => {
    await hold({ cases: [...steady(), ...cases('2026-05-20', 9)], attestations: attested(COUNTY) });
    expect((await told())?.outcome).toBe('signal');
    const late = [-4, -6, -8].flatMap((weeks) => cases(addDays(LAST, weeks * 7), 9));
    await hold({ cases: late });
    expect((await told())?.outcome).toBe('quiet');
  });
});

describe('what posts said', () => {
  test('the newest act on the run stands; a dismissal holds until a week holds twice as many', async () => {
    await hold({ cases: [...steady(), ...cases('2026-05-20', 14)], attestations: attested(COUNTY) });
    await insertSignalAct(store, act({}));
    expect(await signals()).toMatchObject([{ dismissed: true, assessment: { act: 'dismiss', post: 'analysts' } }]);
    await insertSignalAct(store, act({ act_id: 'b'.repeat(64), act: 'confirm', at: NOW - 5 }));
    expect(await signals()).toMatchObject([{ dismissed: false, assessment: { act: 'confirm' } }]);
    await insertSignalAct(store, act({ act_id: 'c'.repeat(64), at: NOW - 1 }));
    await hold({ cases: cases('2026-05-25', 28) });
    expect(await signals()).toMatchObject([{ week: '2026-W22', dismissed: false, assessment: { act: 'dismiss' } }]);
  });

  test('of another run, or later than the moment, it says nothing', async () => {
    await hold({ cases: [...steady(), ...cases('2026-05-20', 14)], attestations: attested(COUNTY) });
    await insertSignalAct(store, act({ week: '2026-W10' }));
    await insertSignalAct(store, act({ act_id: 'b'.repeat(64), at: NOW + 1 }));
    expect(await signals()).toMatchObject([{ assessment: null, dismissed: false }]);
  });
});

describe('which weeks are known', () => {
  test('a week over two quarters needs both attested, a part of a week is none', () => {
    const known = knownFrom([row(COUNTY, '2026Q1', '2026-03-31'), row(COUNTY, '2026Q2', '2026-04-11')], setting);
    expect(known.week('cases', COUNTY, week('2026-03-30'))).toBe(true);
    expect(known.week('cases', COUNTY, week('2026-04-06'))).toBe(false);
    expect(known.week('seizures', COUNTY, week('2026-03-30'))).toBe(false);
    const open = knownFrom([row(COUNTY, '2026Q1', '2026-03-30'), row(COUNTY, '2026Q2', '2026-04-12')], setting);
    expect(open.week('cases', COUNTY, week('2026-03-30'))).toBe(false);
    expect(open.week('cases', COUNTY, week('2026-04-06'))).toBe(true);
  });

  test('an area that took over another is known for the weeks before where both attested', () => {
    const ended = setting.regions.all().find(({ successors }) => successors.length === 1);
    const heir = ended?.successors[0] ?? '';
    const end = ended?.validTo ?? '';
    const before = addDays(end, -30);
    const attests = (code: string) => row(code, quarterOfDay(before), addDays(before, 13));
    const [one, both] = [[heir], [heir, ended?.code ?? '']].map((codes) => knownFrom(codes.map(attests), setting));
    expect([one, both].map((known) => known?.week('cases', heir, week(before)))).toEqual([false, true]);
    expect(both?.week('cases', heir, week(addDays(end, 30)))).toBe(false);
  });
});
