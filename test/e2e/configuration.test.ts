import { consoleOf, createAccess, type Principal } from '@duqing/access';
import { alertsFound } from '@duqing/alerts';
import type { Cell } from '@duqing/catalogue';
import { compareAlerts, createConfiguring, type Configuring, type Request } from '@duqing/config';
import type { Deployment } from '@duqing/regions';
import { openStandalone } from '@duqing/standalone';
import {
  asMessages,
  attestation,
  caseEvent,
  referenceModel,
  returnEvent,
  seizureEvent,
  tinyDeployment,
  type ReferenceRecord,
} from '@duqing/testkit';
import {
  createReader,
  liveDeployment,
  unappliedVersions,
  vintageMoments,
  vintagesAt,
  type Reader,
} from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './rig.ts';
import { keyed } from './said.ts';

const BEFORE = Date.parse('2026-08-10T12:00:00+08:00');
const APPROVED = BEFORE + 60_000;
const AFTER = BEFORE + 120_000;

let rig: Rig;
let deployment: Deployment;
let configuring: Configuring;
let posts: Record<'analyst' | 'reviewer' | 'second' | 'viewer', Principal>;
let now = BEFORE;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(async () => {
  now = BEFORE;
  await rig.empty();
  deployment = await liveDeployment(rig.store, tinyDeployment);
  const access = createAccess({ store: rig.store, deployment, clock: () => now });
  const post = async (name: string, role: string): Promise<Principal> => {
    const request = { post: name, role, area: tinyDeployment.city };
    const { token } = await access.issueToken(request, consoleOf(tinyDeployment));
    const principal = await access.verify(token);
    if (!principal) throw new Error('no token');
    return principal;
  };
  posts = {
    analyst: await post('analysts', 'analyst'),
    reviewer: await post('reviewers', 'reviewer'),
    second: await post('other-reviewers', 'reviewer'),
    viewer: await post('viewers', 'viewer'),
  };
  configuring = createConfiguring({ store: rig.store, deployment, access, clock: () => now });
  await rig.replay({ records: history(), deployment, now: BEFORE });
});
afterAll(async () => rig.close());

/** 3 of 10 cases of 980101 solved in 2026Q2 with IT support, one of them by a tip alone; all attested; a rate returned. */
function history(): ReferenceRecord[] {
  const methods = [['video'], ['video'], ['video'], ...Array.from({ length: 7 }, () => ['tip'])];
  const cases = methods.map((solvedBy, index) =>
    caseEvent(
      { region: '980101', filedAt: '2026-04-02', solvedAt: '2026-05-02', solvedBy: solvedBy as ['tip'] },
      { subject: `980101-C-${index}` },
    ),
  );
  const others = ['980102', '9801A1'].flatMap((region) => [
    caseEvent({ region, filedAt: '2026-05-03' }, { subject: `${region}-C-1`, source: `/${region}/police` }),
    attestation({ region, period: '2026Q2', feed: 'cases' }),
  ]);
  const rate = returnEvent({
    region: '980102',
    measure: 'lost-contact-rate',
    period: '2026Q2',
    numerator: 3,
    denominator: 80,
  });
  return [...cases, ...others, attestation({ region: '980101', period: '2026Q2', feed: 'cases' }), rate];
}

const TARGET: Request = {
  part: 'targets',
  validFrom: '2026-01-01',
  source: '市禁毒委会议纪要',
  reason: '试行更高的目标',
  sets: ['it-solved-share@county=35'],
};

async function recorded(request: Request): Promise<string> {
  const { proposal } = await configuring.propose(request, posts.analyst);
  now = APPROVED;
  expect(await configuring.approve(proposal.id, posts.reviewer)).toBe(APPROVED);
  return proposal.id;
}

async function settled(): Promise<Reader> {
  now = AFTER;
  return rig.replay({ records: [], deployment, now: AFTER });
}

async function one(reader: Reader, query: { indicator: string; region: string; period: string; asOf?: number }) {
  const [cell] = await reader.cells(query);
  return cell;
}

const SHARE = { indicator: 'it-solved-share', region: '980101', period: '2026Q2' };

/** Stored vintages of every moment passed equal what is read as of it, and so does the reference model. */
async function expectConsistent(reader: Reader, records = history()): Promise<void> {
  const { moments } = await vintageMoments(rig.store);
  for (const asOf of moments.filter((moment) => moment >= BEFORE)) {
    const held = await vintagesAt(rig.store, { asOf });
    const cells = await reader.cells({ asOf });
    for (const cell of cells)
      expect([asOf, said(JSON.parse(held.get(keyOf(cell)) ?? '{}'))]).toEqual([asOf, said(cell)]);
    const there = new Set(cells.map(keyOf));
    for (const [, text] of [...held].filter(([key]) => !there.has(key)))
      expect(JSON.parse(text)).toMatchObject({ value: null, verdict: 'not-applicable' });
    const found = keyed(cells);
    const periods = new Set(Array.from(found.keys(), (key) => key.split('/')[2]));
    const model = [...keyed(referenceModel({ records, deployment, asOf }).cells())];
    for (const [key, cell] of model.filter(([one]) => periods.has(one.split('/')[2])))
      expect({ asOf, key, ...found.get(key) }).toEqual({ asOf, key, ...cell });
  }
}

function keyOf({ indicator, region, period }: Cell): string {
  return `${indicator}/${region}/${period}`;
}

function said(cell: Cell): object {
  const { asOf: _, published: __, revisedSince: ___, ...rest } = JSON.parse(JSON.stringify(cell)) as Cell;
  return rest;
}

describe('a version recorded at run time', () => {
  it('of a target: judged anew from its moment on, as of a moment before it as before', async () => {
    await recorded(TARGET);
    const reader = await settled();
    expect(await one(reader, SHARE)).toMatchObject({ verdict: 'missed', target: { limit: 35 } });
    expect(await one(reader, { ...SHARE, asOf: APPROVED - 1 })).toMatchObject({
      verdict: 'met',
      target: { limit: 25 },
    });
    expect(await one(reader, { ...SHARE, asOf: APPROVED })).toMatchObject({ verdict: 'missed' });
    await expectConsistent(reader);
  });

  it('of a comparator: 30 % meets at least 30 %, and does not meet above 30 %', async () => {
    await recorded({ ...TARGET, sets: ['it-solved-share@county>=30'] });
    const reader = await settled();
    expect(await one(reader, SHARE)).toMatchObject({ verdict: 'met', target: { comparator: '>=', limit: 30 } });
    const { backtest } = await configuring.propose({ ...TARGET, sets: ['it-solved-share@county>30'] }, null);
    expect(backtest?.flips).toContainEqual(expect.objectContaining({ ...SHARE, before: 'met', after: 'missed' }));
    await expectConsistent(reader);
  });

  it('of substances: what is derived from them is another figure from its moment on, and was so before in the back-test', async () => {
    const mass = { indicator: 'seized-heroin-equivalent', region: '980101', period: '2026Q2' };
    const fresh = { ...mass, indicator: 'new-substances' };
    const more = [
      seizureEvent({ items: [{ substance: 'ketamine', quantity: { value: 100, unit: 'g' } }] }, { subject: 'S-1' }),
      seizureEvent({ items: [{ substance: 'etomidate', quantity: { value: 5, unit: 'ml' } }] }, { subject: 'S-2' }),
      attestation({ region: '980101', period: '2026Q2', feed: 'seizures' }),
    ];
    await rig.replay({ records: more, deployment, now: BEFORE });
    const sets = ['ketamine.threshold=250', 'etomidate.baseline=yes'];
    const request: Request = { ...TARGET, part: 'substances', validFrom: '2026-05-01', sets };
    const { backtest } = await configuring.propose(request, null);
    expect(backtest?.figures).toContainEqual({ ...mass, before: 10, after: 20 });
    expect(backtest?.figures).toContainEqual({ ...fresh, before: 1, after: 0 });
    await recorded(request);
    const reader = await settled();
    expect(await one(reader, mass)).toMatchObject({ value: 20 });
    expect(await one(reader, { ...mass, asOf: APPROVED - 1 })).toMatchObject({ value: 10 });
    expect(await one(reader, fresh)).toMatchObject({ value: 0 });
    expect(await one(reader, { ...fresh, asOf: BEFORE })).toMatchObject({ value: 1 });
    await expectConsistent(reader, [...history(), ...more]);
  });

  it('that an item does not concern a unit', async () => {
    const at = { ...SHARE, indicator: 'lost-contact-rate', region: '980102' };
    await recorded({ ...TARGET, sets: ['lost-contact-rate@980102=无此类人员|none there'] });
    const reader = await settled();
    expect(await one(reader, at)).toMatchObject({ verdict: 'not-applicable' });
    expect(await one(reader, { ...at, asOf: BEFORE })).toMatchObject({ verdict: 'met' });
    await expectConsistent(reader);
  });

  it('of methods: what counts as IT-supported, from the day it holds', async () => {
    await recorded({ ...TARGET, part: 'methods', sets: ['video=none', 'tip=yes'] });
    const reader = await settled();
    expect(await one(reader, SHARE)).toMatchObject({ numerator: 7 });
    expect(await one(reader, { ...SHARE, asOf: BEFORE })).toMatchObject({ numerator: 3 });
    await expectConsistent(reader);
  });

  it('of methods valid later: leaves what was solved before', async () => {
    await recorded({ ...TARGET, part: 'methods', validFrom: '2026-07-01', sets: ['tip=yes'] });
    expect(await one(await settled(), SHARE)).toMatchObject({ numerator: 3 });
  });

  it('of areas: a county split in hindsight is unplaced, listed at the city, and no ghost of it stays', async () => {
    const sets = ['980101.validTo=2026-04-01', '980101.successors=980105,980106'];
    const made = ['980105', '980106'].flatMap((code) => [
      `${code}.name=新${code}|New ${code}`,
      `${code}.validFrom=2026-04-01`,
    ]);
    await recorded({ ...TARGET, part: 'regions', validFrom: '2000-01-01', sets: [...sets, ...made] });
    const reader = await settled();
    expect(await one(reader, SHARE)).toBeUndefined();
    expect(await one(reader, { ...SHARE, asOf: BEFORE })).toMatchObject({ numerator: 3 });
    const filed = { indicator: 'cases-filed', region: '980100', period: '2026Q2' };
    expect(await one(reader, filed)).toMatchObject({ numerator: 12, flags: expect.arrayContaining(['unplaced']) });
    expect(await one(reader, { ...filed, region: '980105' })).toMatchObject({ numerator: null });
    await expectConsistent(reader);
  });

  it('of categories: what is a drug crime', async () => {
    await recorded({ ...TARGET, part: 'categories', sets: ['trafficking=administrative'] });
    const reader = await settled();
    expect(await one(reader, { indicator: 'cases-filed', region: '980101', period: '2026Q2' })).toMatchObject({
      numerator: 0,
    });
    await expectConsistent(reader);
  });

  it('cut off between approval and recompute: the next pass, of whatever process, writes the vintages', async () => {
    await recorded(TARGET);
    expect(await unappliedVersions(rig.store, AFTER)).toHaveLength(1);
    // a pass of a process that had not seen it yet: its vintages are of the old configuration
    now = APPROVED + 10;
    await rig.replay({ records: [], deployment: tinyDeployment, now });
    await rig.store.command('TRUNCATE TABLE configuration_applied');
    const reader = await settled();
    expect(await unappliedVersions(rig.store, AFTER)).toEqual([]);
    expect((await vintageMoments(rig.store)).moments).toEqual([BEFORE, APPROVED + 10, AFTER]);
    await expectConsistent(reader);
  });
});

describe('what runs', () => {
  it('takes a version over without a restart: an event under a new code is refused before it and counted after', async () => {
    const { bus, settle, reader } = openStandalone({ store: rig.store, deployment, clock: () => now, replay: true });
    const send = async (id: string): Promise<void> => {
      const more = { subject: `980105-${id}`, source: '/980105/police', id, receivedAt: now };
      const record = caseEvent({ region: '980105', filedAt: '2026-07-02' }, more);
      for (const { topic, ...message } of asMessages([record])) await bus.publish(topic, [message]);
      await settle('replay');
    };
    await send('early');
    expect(await reader.rejects()).toMatchObject([{ id: 'early', field: 'data.region' }]);
    const sets = ['980105.name=新县|New County', '980105.validFrom=2026-07-01'];
    await recorded({ ...TARGET, part: 'regions', validFrom: '2026-07-01', sets });
    now = AFTER;
    await send('late');
    expect(await reader.rejects()).toHaveLength(1);
    const filed = { indicator: 'cases-filed', region: '980105', period: '2026Q3' };
    expect(await one(reader, filed)).toMatchObject({ numerator: 1 });
    expect(await one(reader, { ...filed, asOf: BEFORE })).toBeUndefined();
  });
});

describe('a substance that is recorded while everything runs', () => {
  it('is refused as an unknown code before, counted after, and what was refused stays so', async () => {
    const { bus, settle, reader } = openStandalone({ store: rig.store, deployment, clock: () => now, replay: true });
    const send = async (id: string): Promise<void> => {
      const items = [{ substance: 'new-one', quantity: { value: 3, unit: 'g' as const } }];
      const record = seizureEvent({ items }, { subject: `S-${id}`, id, receivedAt: now });
      for (const { topic, ...message } of asMessages([record])) await bus.publish(topic, [message]);
      await settle('replay');
    };
    await send('early');
    const refused = { id: 'early', field: 'data.items[0].substance' };
    expect(await reader.rejects()).toMatchObject([refused]);
    await recorded({ ...TARGET, part: 'substances', sets: ['new-one.name=新物质|new one'] });
    now = AFTER;
    await send('late');
    expect(await reader.rejects()).toMatchObject([refused]);
    const found = { indicator: 'new-substances', region: '980101', period: '2026Q2' };
    expect(await one(reader, found)).toMatchObject({ value: 1 });
  });
});

describe('who may', () => {
  it('the same post, the same token, a post without the right and no post are refused, each refusal is in the audit', async () => {
    const { proposal } = await configuring.propose(TARGET, posts.reviewer);
    for (const by of [posts.reviewer, { ...posts.reviewer, post: 'x-post' }, posts.analyst, posts.viewer, null])
      await expect(configuring.approve(proposal.id, by)).rejects.toThrow('post:');
    await expect(configuring.propose(TARGET, posts.viewer)).rejects.toThrow(/no right/);
    const refused = await rig.store.query("SELECT * FROM audit FINAL WHERE outcome = 'refused'");
    expect(refused).toHaveLength(5);
    await configuring.approve(proposal.id, posts.second);
    const done = await rig.store.query(
      "SELECT action, post FROM audit FINAL WHERE outcome = 'done' ORDER BY at, action DESC",
    );
    expect(done).toEqual(
      expect.arrayContaining([
        { action: 'propose-configuration', post: 'reviewers' },
        { action: 'approve-configuration', post: 'other-reviewers' },
      ]),
    );
  });

  it('what is rejected never counts, nor can it be approved; what was overtaken must be proposed anew', async () => {
    const first = await configuring.propose(TARGET, posts.analyst);
    now += 1;
    const second = await configuring.propose({ ...TARGET, sets: ['it-solved-share@county=40'] }, posts.analyst);
    await configuring.approve(first.proposal.id, posts.reviewer);
    await expect(configuring.approve(second.proposal.id, posts.reviewer)).rejects.toThrow(/propose it anew/);
    await configuring.reject(second.proposal.id, { by: posts.reviewer, reason: '过高' });
    await expect(configuring.approve(second.proposal.id, posts.reviewer)).rejects.toThrow(/rejected already/);
    expect((await configuring.proposals()).map(({ state }) => state)).toEqual(['approved', 'rejected']);
    expect(deployment.targets).toHaveLength(2);
  });
});

describe('what is proposed', () => {
  it('without a look at alerts is compared by who decides them, once', async () => {
    const { proposal, backtest } = await configuring.propose(TARGET, posts.analyst);
    expect(backtest?.alerts).toBeNull();
    const reader = createReader({ store: rig.store, deployment, clock: () => now });
    const found = async () => alertsFound({ store: rig.store, reader, deployment, now });
    const looking = { store: rig.store, deployment, clock: () => now + 1, alertsFound: found };
    expect(await compareAlerts(looking)).toEqual([proposal.id]);
    const shown = await configuring.shown(proposal.id);
    expect(shown.backtest?.alerts).toContainEqual({ kind: 'target-missed', more: 1, fewer: 0 });
    expect(await compareAlerts(looking)).toEqual([]);
  });

  it('is shown with what it would flip before anyone approves it, and nothing changes by looking', async () => {
    const { differences, backtest } = await configuring.propose(TARGET, null);
    expect(differences).toEqual([{ key: 'it-solved-share@county', before: null, after: '35' }]);
    expect(backtest?.flips).toContainEqual(expect.objectContaining({ ...SHARE, before: 'met', after: 'missed' }));
    expect(backtest?.composites).toContainEqual(expect.objectContaining({ region: '980101', period: '2026Q2' }));
    expect(await configuring.proposals()).toEqual([]);
    expect(backtest?.alerts).toBeNull();
    expect(await rig.store.query('SELECT * FROM configuration_backtests')).toEqual([]);
  });
});
