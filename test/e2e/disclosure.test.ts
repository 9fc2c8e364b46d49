import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess } from '@duqing/access';
import { EditionDesk, issueBulletin, refOf, ReleaseService, verifyBundle, type DocumentState } from '@duqing/bulletin';
import { INDICATORS, type Cell } from '@duqing/catalogue';
import { DEFAULT_RULE, isGuarded, leftOut, withhold } from '@duqing/disclosure';
import { attack, type Bound, type Seen, type SeenEdition } from '@duqing/disclosure/testing';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from '@duqing/simulator';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { caseEvent } from '@duqing/testkit';
import {
  bulletinNotices,
  migrate,
  openStore,
  type BulletinNoticeRow,
  type BulletinRow,
  type Store,
} from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// exact programs over several editions: how long they take depends on what else the machine does
vi.setConfig({ testTimeout: 240_000 });

const deployment = await loadDeployment('demo');
const city = deployment.city;
const { threshold } = DEFAULT_RULE;
/** In the order in which they are issued: a quarter that runs, its result, the next one's, and the first one's final figures. */
const EDITIONS = [
  ['2026Q2', 'flash', '2026-06-10T08:00:00+08:00'],
  ['2026Q2', 'provisional', '2026-07-20T08:00:00+08:00'],
  ['2026Q3', 'provisional', '2026-10-20T08:00:00+08:00'],
  ['2026Q2', 'final', '2026-10-20T08:00:00+08:00'],
] as const;
let now = Date.parse('2026-10-20T09:00:00+08:00');
const clock = (): number => now;
let base: string;
let store: Store;
let standalone: Standalone;
let rows: BulletinRow[];
let notices: BulletinNoticeRow[];
let noticed: SeenEdition[];
/** areas of what was corrected after the editions: a case that came late, a return sent again */
let corrected: { late: string; again: string };

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'duqing-disclosure-'));
  store = await openStore({ kind: 'embedded', path: join(base, 'store') });
  await migrate(store);
  standalone = openStandalone({ store, deployment, clock, replay: true });
  const messages = generateCity({ deployment, quarters: 7, seed: 3, until: '2026-10-19' });
  for (const [topic, group] of Map.groupBy(messages, (message) => message.topic)) {
    await standalone.bus.publish(
      topic,
      group.map(({ key, value }) => ({ key, value })),
    );
  }
  await standalone.settle('replay');
  for (const [quarter, edition, moment] of EDITIONS) {
    now += 60_000;
    await issue({ quarter, edition, asOf: Date.parse(moment), out: join(base, 'out') });
  }
  rows = await standalone.reader.bulletins();
  corrected = await correct();
  now += 3_600_000;
  await standalone.settle('replay');
  await sealNotices();
  notices = await bulletinNotices(store);
  noticed = await Promise.all(notices.map(seenIn));
}, 900_000);
afterAll(async () => {
  await store.close();
  await rm(base, { recursive: true });
});

/** A first case where the editions say that there was none, and a return by which a target is missed that they say is met. */
async function correct(): Promise<{ late: string; again: string }> {
  const row = rows.find(({ quarter, edition }) => quarter === '2026Q3' && edition === 'provisional');
  const told = (JSON.parse(row?.cells ?? '[]') as (Cell & Said)[]).filter(
    ({ region, period, verdict, isWithheld }) =>
      region !== city && period === '2026Q3' && verdict === 'met' && !isWithheld,
  );
  const none = told.find(({ indicator, value }) => indicator === 'zero-manufacturing' && value === 0);
  const rate = told.find(
    ({ indicator, numerator }) => indicator === 'lost-contact-rate' && (numerator ?? 0) >= threshold,
  );
  if (!none || !rate) throw new Error('nothing to correct');
  const time = new Date(now).toISOString();
  const late = caseEvent(
    { region: none.region, category: 'manufacturing', filedAt: '2026-08-20', preControlled: true },
    { id: 'late', source: `/${none.region}/police`, subject: `${none.region}-C-late`, time },
  );
  const { receivedAt: _receivedAt, ...lateEvent } = late as typeof late & { receivedAt?: unknown };
  await standalone.bus.publish('duqing.cases', [{ key: late.subject, value: JSON.stringify(lateEvent) }]);
  const subject = `${rate.region}/lost-contact-rate/2026Q3`;
  const [held] = await store.query<{ source: string; data: string }>(
    "SELECT source, data FROM ledger FINAL WHERE family = 'return' AND subject = {subject:String} ORDER BY revision DESC LIMIT 1",
    { subject },
  );
  const data = JSON.parse(held?.data ?? '{}') as { revision: number; denominator: number };
  const again = {
    specversion: '1.0',
    id: 'again',
    source: held?.source,
    subject,
    type: 'duqing.return.submitted.v1',
    time,
    simulated: true,
    data: { ...data, revision: data.revision + 1, numerator: data.denominator },
  };
  await standalone.bus.publish('duqing.returns', [{ key: subject, value: JSON.stringify(again) }]);
  return { late: none.region, again: rate.region };
}

/** Opens, reviews and seals every notice that there is to be. */
async function sealNotices(): Promise<void> {
  const access = createAccess({ store, deployment, clock });
  const post = async (name: string) => {
    const request = { post: name, role: 'reviewer', area: city };
    const { token } = await access.issueToken(request, consoleOf(deployment));
    const by = await access.verify(token);
    if (!by) throw new Error(name);
    return by;
  };
  const [reviewer, sealer] = [await post('post-review'), await post('post-seal')];
  const { reader } = standalone;
  const desk = new EditionDesk({ reader, store, deployment, clock, access, out: join(base, 'notices') });
  for (const { document } of await desk.correct()) {
    await desk.review(refOf(document), { by: reviewer });
    expect((await desk.seal(refOf(document), { by: sealer })).stage).toBe('issued');
  }
  expect(await desk.correct()).toEqual([] satisfies DocumentState[]);
}

/** Everything as it was when a notice was made, and what the notice shows of it. */
async function seenIn({ document, as_of: asOf, figures }: BulletinNoticeRow): Promise<SeenEdition> {
  const cells = await standalone.reader.cells({ period: refOf(document).quarter, asOf });
  const told = (JSON.parse(figures) as Cell[]).filter(({ withheld }) => !withheld);
  const ids = new Set(told.map(idOf));
  const truth = cells.filter(({ indicator }) => isTold(indicator));
  return { truth, shown: truth.filter((cell) => ids.has(idOf(cell))) };
}

function isTold(indicator: string): boolean {
  const item = ITEMS.get(indicator);
  return item !== undefined && isGuarded(item) && leftOut(item) === undefined;
}

function issue(part: { quarter: string; edition: BulletinRow['edition']; asOf: number; out: string }) {
  const { reader } = standalone;
  return issueBulletin({ reader, store, deployment, clock, audience: 'public', lang: 'en', ...part });
}

type Said = Seen & { isWithheld: boolean };
const ITEMS = new Map(INDICATORS.map((item) => [item.id, item]));

/** What each edition is made of and what its files show; in place of what is withheld, what `shows` would show. */
function editionsOf(shows: (said: Said[]) => Set<string>): SeenEdition[] {
  const editions = rows.map((row): SeenEdition => {
    const said = (JSON.parse(row.cells) as (Cell & Said)[]).filter(({ indicator }) => {
      const item = ITEMS.get(indicator);
      return item !== undefined && isGuarded(item);
    });
    const shown = shows(said);
    const truth = said.map((cell) => ({ ...cell, completeness: completenessOf(cell, said) }));
    return { truth, shown: said.filter((cell) => shown.has(idOf(cell))) };
  });
  return [...editions, ...noticed];
}

/** Every area whose number is in the city's: what the row does not keep. */
function completenessOf({ indicator, period }: Said, said: readonly Said[]): Cell['completeness'] {
  const units = said.filter((one) => one.indicator === indicator && one.period === period && one.region !== city);
  return { unitsIncluded: units.map(({ region }) => region) } as Cell['completeness'];
}

function idOf({ region, indicator, period }: Seen): string {
  return `${region}/${indicator}/${period}`;
}

const shown = (said: Said[]): Set<string> => new Set(said.filter(({ isWithheld }) => !isWithheld).map(idOf));

/** Numbers of persons, cases and enterprises that can be told to within less than the threshold, masses to within less than themselves. */
function given(bounds: readonly Bound[]): Bound[] {
  return bounds.filter(({ name, value, least, most }) => {
    if (name.startsWith('new-user-rate.d|') || most === null) return false;
    const isMass = /^(?:seized-|plants)/.test(name);
    return most - (least ?? 0) < (isMass ? value : threshold);
  });
}

const NOTHING = [null, null, null, null, undefined, undefined];

test('the files show what the store says they show, and nothing of what is withheld', async () => {
  for (const row of rows) {
    const { figures } = JSON.parse(await readFile(join(row.path, 'figures.json'), 'utf8')) as {
      figures: (Cell & { withheld?: true; shown: { value: string } })[];
    };
    const withheld = new Set((JSON.parse(row.cells) as Said[]).filter((one) => one.isWithheld).map(idOf));
    expect(withheld.size).toBeGreaterThan(20);
    for (const { numerator, denominator, value, verdict, base: past, note, shown: said } of figures.filter(
      (one) => one.withheld,
    ))
      expect([numerator, denominator, value, verdict, past, note, said.value]).toEqual([...NOTHING, 'suppressed']);
    for (const figure of figures) {
      const isKept = withheld.has(idOf(figure));
      expect([idOf(figure), figure.withheld ?? false]).toEqual([idOf(figure), isKept]);
      expect(leftOut(ITEMS.get(figure.indicator)!)).toBeUndefined();
    }
  }
});

test('a public notice corrects what may be told, and takes back without a number what may not', async () => {
  expect(notices.map(({ document }) => document)).toContain('2026Q3/provisional/public/en/correction-1');
  for (const { path, figures } of notices) {
    expect(await verifyBundle(path)).toEqual({ ok: true, faults: [] });
    expect(await readFile(join(path, 'notice.html'), 'utf8')).not.toMatch(/duqing explain|internal/);
    const kept = new Set((JSON.parse(figures) as Cell[]).filter(({ withheld }) => withheld).map(idOf));
    const told = await figuresIn(path);
    for (const { after, reasons } of told.filter(({ id }) => kept.has(id)))
      expect([after, reasons]).toEqual([keptBack(after.unit), []]);
    for (const reason of told.flatMap(({ reasons }) => reasons))
      expect(reason).toMatchObject({ records: 0, sources: [], codes: [] });
  }
  const own = notices.find(({ document }) => document.startsWith('2026Q3/provisional/public'));
  const told = new Map((await figuresIn(own?.path ?? '')).map((figure) => [figure.id, figure]));
  expect(told.get(`${corrected.again}/lost-contact-rate/2026Q3`)).toMatchObject({
    before: { verdict: 'met' },
    after: { verdict: 'missed' },
    reasons: [{ kind: 'corrected' }],
  });
  expect(told.get(`${corrected.late}/zero-manufacturing/2026Q3`)).toMatchObject({
    before: { value: 0 },
    after: { value: null, withheld: true },
  });
  expect(await readFile(join(own?.path ?? '', 'notice.html'), 'utf8')).toContain('no longer published');
});

test('an attacker with every public edition and notice cannot tell a withheld number to within less than the threshold', async () => {
  const bounds = await attack(editionsOf(shown), { city });
  expect(bounds.length).toBeGreaterThan(100);
  expect(given(bounds)).toEqual([]);
});

test('with small numbers alone withheld he can', async () => {
  const bounds = await attack(
    editionsOf((said) => {
      const cells = said as unknown as Cell[];
      const flagged = cells.map((cell) => ({ ...cell, flags: [] as Cell['flags'] }));
      const catalogue = INDICATORS.filter((item) => leftOut(item) === undefined);
      const kept = withhold({ cells: flagged, catalogue, city, rule: DEFAULT_RULE, earlier: [] }, false);
      return new Set(said.map(idOf).filter((id) => !kept.has(id)));
    }),
    { city },
  );
  expect(given(bounds).filter(({ least, most }) => least === most).length).toBeGreaterThan(5);
});

test.each(['990127', '9901A2'])(
  'an official of %s learns from the edition that withholds a number nothing of it that he could not know before',
  async (official) => {
    const editions = editionsOf(shown);
    const close = given(await attack(editions, { city, official }));
    const only = new Set(close.map(({ name }) => name));
    const learnt: Bound[] = [];
    for (const [index, names] of Map.groupBy(only, (name) => firstWith(name, editions))) {
      const unsaid = editions.map(({ truth, shown: told }, at) => ({ truth, shown: at < index ? told : [] }));
      const before = await attack(unsaid, { city, official, only: new Set(names) });
      const known = new Map(before.map((bound) => [bound.name, bound]));
      learnt.push(
        ...close.filter(({ name }) => names.includes(name)).filter((bound) => isCloser(bound, known.get(bound.name))),
      );
    }
    expect(learnt).toEqual([]);
  },
);

/** The edition in which a number is first. */
function firstWith(name: string, editions: readonly SeenEdition[]): number {
  const [what = '', region, period, value] = name.split('|');
  const holds = (cell: Cell): boolean =>
    cell.region === region &&
    [cell.period, cell.base?.period].includes(period) &&
    numbers(cell).includes(Number(value));
  const [item] = what.split('.');
  const own = editions.findIndex(({ truth }) => truth.some((cell) => cell.indicator === item && holds(cell)));
  // one that is named after an item that is in no edition
  return own >= 0 ? own : editions.findIndex(({ truth }) => truth.some(holds));
}

function numbers({ numerator, denominator, base }: Cell): (number | null)[] {
  return [numerator, denominator, ...(base ? [base.numerator, base.denominator] : [])];
}

function isCloser({ least, most }: Bound, before: Bound | undefined): boolean {
  if (!before) return true;
  return (least ?? 0) > (before.least ?? 0) || (most ?? Infinity) < (before.most ?? Infinity);
}

test('made again after the others were issued, an edition comes out the same', async () => {
  const [quarter, edition, moment] = EDITIONS[1];
  const { folder, files } = await issue({ quarter, edition, asOf: Date.parse(moment), out: join(base, 'again') });
  const first = rows.find((row) => row.quarter === quarter && row.edition === edition);
  for (const name of files)
    expect([name, (await readFile(join(folder, name))).equals(await readFile(join(first?.path ?? '', name)))]).toEqual([
      name,
      true,
    ]);
});

interface NoticedFigure {
  id: string;
  before: object;
  after: { unit: string };
  reasons: object[];
}

async function figuresIn(path: string): Promise<NoticedFigure[]> {
  return (JSON.parse(await readFile(join(path, 'notice.json'), 'utf8')) as { figures: NoticedFigure[] }).figures;
}

function keptBack(unit: string): object {
  const shown = { value: 'suppressed', verdict: 'suppressed' };
  return { numerator: null, denominator: null, value: null, unit, verdict: null, reason: null, withheld: true, shown };
}

test('the calendar issues for each audience, of one cut-off, what is not issued yet', async () => {
  const options = { reader: standalone.reader, store, deployment, clock, out: join(base, 'released') };
  const access = createAccess({ store, deployment, clock });
  const audiences = ['public', 'county:990127'];
  const service = new ReleaseService({ ...options, langs: ['en'], audiences, release: 'automatic', access });
  const [folder = '', ...more] = await service.issueDue();
  expect([folder.split('/').at(-1), more]).toEqual(['2026Q3-provisional-county-990127-en', []]);
  expect(await verifyBundle(folder)).toEqual({ ok: true, faults: [] });
  const all = await standalone.reader.bulletins();
  expect(all.find(({ audience }) => audience === 'county:990127')?.as_of).toBe(Date.parse(EDITIONS[2][2]));
  expect(await service.issueDue()).toEqual([]);
});
