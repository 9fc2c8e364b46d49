import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { alertmanagerConfig } from '../src/alertmanager/config.ts';
import { handedOver } from '../src/alertmanager/payload.ts';
import { postedAlerts, pushAlerts } from '../src/alertmanager/push.ts';
import type { Transition } from '../src/core/types.ts';
import { freePort, hasAlertmanager, startAlertmanager, until, type Alertmanager } from './support/alertmanager.ts';
import { cause, cell, CITY, compositeDetail, COUNTY, run, withCauses } from './support/builders.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';

const COMMITTED = fileURLToPath(new URL('../../../infra/alertmanager/alertmanager.yml', import.meta.url));
const skip = !hasAlertmanager && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs prometheus-alertmanager)' : '';

test('the committed configuration is the generated one', async () => {
  expect(await readFile(COMMITTED, 'utf8')).toBe(alertmanagerConfig({ webhook: 'http://127.0.0.1:9095/alertmanager' }));
});

function posted(rows: readonly Transition[], now = Date.now()) {
  return postedAlerts(rows, { now, city: CITY });
}

/** The same event as the city would be told of it. */
function inCity(rows: readonly Transition[]): Transition[] {
  return rows.map((row) => ({
    ...row,
    region: CITY,
    key: `${row.key}/city`,
    transition_id: `city-${row.transition_id}`,
  }));
}

function fired(subject: string): Transition[] {
  const zero = cell({ indicator: 'zero-manufacturing', verdict: 'missed', value: 1 });
  return run([{ now: Date.now(), ...withCauses([[zero, [cause(subject)]]]) }]).flat();
}

function composite(failing: number) {
  return cell({
    indicator: 'self-assessed-failing-items',
    stage: 'provisional',
    composite: compositeDetail(failing, 0),
  });
}

describe.skipIf(skip)(`a real Alertmanager${needs}`, () => {
  let folder: string;
  let config: string;
  let port: number;
  let receiver: Receiver;
  let manager: Alertmanager;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duqing-am-'));
    config = join(folder, 'alertmanager.yml');
    port = await freePort();
    receiver = await startReceiver({ status: 200, body: '{}' });
    const fast = alertmanagerConfig({ webhook: `${receiver.url}/alertmanager` })
      .replaceAll(/group_wait: \S+/g, 'group_wait: 0s')
      .replaceAll(/(group_interval|repeat_interval): \S+/g, '$1: 1s');
    await writeFile(config, fast);
    manager = await startAlertmanager({ config, storage: join(folder, 'data'), port });
  });
  afterEach(() => {
    receiver.heard.length = 0;
  });
  afterAll(async () => {
    await manager.stop();
    await receiver.close();
    await rm(folder, { recursive: true });
  });

  const payloads = () => receiver.heard.map(({ body }) => JSON.parse(body) as { status: string });
  const released = () => payloads().flatMap((payload) => handedOver(payload, new Map()).ours);
  const roles = () => [...new Set(released().map(({ role }) => role))].sort();
  const statuses = (id: string) =>
    receiver.heard.flatMap(({ body }) => (body.includes(id) ? [(JSON.parse(body) as { status: string }).status] : []));

  test("Debian's amtool accepts the committed configuration", () => {
    const { status, stdout } = spawnSync('amtool', ['check-config', COMMITTED], { encoding: 'utf8' });
    expect(stdout).toContain('4 inhibit rules');
    expect(status).toBe(0);
  });

  test('fires to each post, repeats are the same notice, ends once the end is posted', async () => {
    const rows = fired('am-1');
    await pushAlerts(manager.url, posted(rows));
    await until(() => released().length >= 4);
    expect(roles()).toEqual(['analysts', 'commander']);
    expect(new Set(released().map(({ transitionId }) => transitionId))).toEqual(new Set([rows[0]?.transition_id]));

    const gone = run([
      {
        now: Date.now(),
        ...withCauses([[cell({ indicator: 'zero-manufacturing', verdict: 'missed', value: 1 }), [cause('am-1')]]]),
      },
      { now: Date.now() + 1, cells: [] },
    ]).flat();
    await pushAlerts(manager.url, posted(gone, Date.now() + 10));
    const end = gone.at(-1)?.transition_id ?? '';
    await until(() => released().filter(({ transitionId }) => transitionId === end).length >= 2);
    expect(statuses(end)).toContain('resolved');
  });

  test('the lesser step of a count is inhibited by the graver one', async () => {
    const rows = run([
      { now: Date.now() - 1000, cells: [composite(2)] },
      { now: Date.now(), cells: [composite(3)] },
    ]).flat();
    expect(rows).toHaveLength(2);
    const alerts = posted(rows);
    await pushAlerts(
      manager.url,
      alerts.filter(({ labels }) => labels['severity'] === 'critical'),
    );
    await until(() => released().some(({ transitionId }) => transitionId === rows[1]?.transition_id));
    await pushAlerts(manager.url, alerts);
    await until(() => released().filter(({ transitionId }) => transitionId === rows[1]?.transition_id).length >= 6);
    expect(released().some(({ transitionId }) => transitionId === rows[0]?.transition_id)).toBe(false);
  });

  test("an event's notice to the city is inhibited by its county's; another event's is not", async () => {
    const county = fired('am-event');
    const own = fired('am-other');
    await pushAlerts(manager.url, posted(county));
    await until(() => released().some(({ transitionId }) => transitionId === county[0]?.transition_id));
    await pushAlerts(manager.url, posted([...county, ...inCity(county), ...inCity(own)]));
    const loud = `city-${own[0]?.transition_id}`;
    await until(() => released().filter(({ transitionId }) => transitionId === loud).length >= 4);
    expect(released().some(({ transitionId }) => transitionId === `city-${county[0]?.transition_id}`)).toBe(false);
  });

  test('a silenced kind is not handed over', async () => {
    const matchers = [
      { name: 'region', value: COUNTY, isRegex: false, isEqual: true },
      { name: 'kind', value: 'veto', isRegex: false, isEqual: true },
    ];
    const at = new Date(Date.now() - 1000).toISOString();
    const silence = {
      matchers,
      startsAt: at,
      endsAt: new Date(Date.now() + 60_000).toISOString(),
      createdBy: 'post',
      comment: 'known',
    };
    const answer = await fetch(`${manager.url}/api/v2/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(silence),
    });
    expect(answer.status).toBe(200);
    const hub = cell({ indicator: 'transit-hub', verdict: 'missed', value: true });
    const veto = run([{ now: Date.now(), ...withCauses([[hub, [cause('hub-1', { amount: 1 })]]]) }]).flat();
    const loud = fired('am-2');
    await pushAlerts(manager.url, posted([...veto, ...loud]));
    await until(() => released().filter(({ transitionId }) => transitionId === loud[0]?.transition_id).length >= 4);
    expect(released().some(({ transitionId }) => transitionId === veto[0]?.transition_id)).toBe(false);
  });

  test('a restart of either side is no false end', async () => {
    const rows = fired('am-3');
    const id = rows[0]?.transition_id ?? '';
    await pushAlerts(manager.url, posted(rows));
    await until(() => statuses(id).length > 0);
    await manager.stop();
    manager = await startAlertmanager({ config, storage: join(folder, 'data'), port });
    await pushAlerts(manager.url, posted(rows));
    receiver.heard.length = 0;
    await until(() => statuses(id).length > 1);
    await sleep(1500);
    expect(statuses(id)).not.toContain('resolved');
  });
});
