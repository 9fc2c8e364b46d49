import { addDays, dayOf, mondayOf, parsePeriod, quarterOfDay, weekOf } from '@duqing/calendar';
import { expect, test } from 'vitest';
import { duqing, fileOf, json, newFolder } from './support/duqing.ts';

const COUNTY = '330702';
const KEY = `early-warning/cases/trafficking/${COUNTY}`;
const TODAY = dayOf(Date.now());
const LAST = addDays(mondayOf(TODAY), -7);
let number = 0;

function event(type: string, subject: string, data: object): string {
  number += 1;
  const time = new Date().toISOString();
  const head = { specversion: '1.0', id: `e-${number}`, source: `/${COUNTY}/police`, type, subject, time };
  return JSON.stringify({ ...head, data: { revision: 1, region: COUNTY, ...data } });
}

function cases(day: string, count: number): string[] {
  return Array.from({ length: count }, () =>
    event('duqing.case.recorded.v1', `${COUNTY}-c-${number}`, {
      category: 'trafficking',
      filedAt: day,
      causedByUser: false,
      persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
    }),
  );
}

/** Every quarter that the weeks touch, through its end or yesterday. */
function attestations(from: string): string[] {
  const found = [];
  for (let day = from; day < TODAY; day = parsePeriod(quarterOfDay(day))?.end ?? TODAY) {
    const period = quarterOfDay(day);
    const end = addDays(parsePeriod(period)?.end ?? TODAY, -1);
    const through = end < TODAY ? end : addDays(TODAY, -1);
    found.push(event('duqing.feed.attested.v1', `${COUNTY}/cases/${period}`, { feed: 'cases', period, through }));
  }
  return found;
}

interface Signal {
  key: string;
  week: string;
  observed: number;
  expected: number;
  assessment: { act: string; by: string; text: string } | null;
}
interface Alert {
  kind: string;
  key: string;
  severity: string;
  state: string;
  notices: { kind: string }[];
  text: { zh: string };
}

test('a week above its limit: listed, told to analysts, passed on to the commander, then dismissed', async () => {
  const data = newFolder();
  const before = new Date(Date.now() - 60_000).toISOString();
  const weeks = Array.from({ length: 20 }, (_, index) => cases(addDays(LAST, -7 * (index + 1)), 3)).flat();
  const first = addDays(LAST, -7 * 30);
  const lines = [...weeks, ...cases(LAST, 14), ...attestations(first)];
  const replayed = await duqing(['replay', fileOf('surge.ndjson', lines.join('\n')), '--data', data]);
  expect(replayed).toMatchObject({ code: 0 });

  const list = async () => (await json<{ signals: Signal[] }>(['signals', '--data', data])).signals;
  const alert = async () => (await json<Alert[]>(['alerts', '--data', data])).find(({ key }) => key === KEY);
  expect(await list()).toMatchObject([{ key: KEY, week: weekOf(LAST), observed: 14, expected: 3, assessment: null }]);
  expect(await alert()).toMatchObject({ kind: 'early-warning', severity: 'info', state: 'firing' });

  const issue = ['token', 'issue', '--post', 'analyst-duty', '--role', 'analyst', '--area', '330700', '--data', data];
  const { token } = await json<{ token: string }>(issue);
  const env = { DUQING_TOKEN: token };
  expect((await duqing(['signals', 'pass-on', KEY, '--data', data])).code).toBe(2);
  const without = await duqing(['signals', 'pass-on', KEY, '--data', data], env);
  expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('text')]);
  await json(['signals', 'pass-on', KEY, '--text', '外来团伙', '--data', data], env);

  // whatever comes next, alerts are looked at again
  const more = async () =>
    duqing(['replay', fileOf('more.ndjson', cases(addDays(LAST, -7 * 25), 1).join('\n')), '--data', data]);
  await more();
  const passed = await alert();
  expect(passed).toMatchObject({ severity: 'warning', state: 'firing' });
  expect(passed?.text.zh).toContain('经analyst-duty研判转报：外来团伙');

  await json(['signals', 'dismiss', KEY, '--text', '系集中移送', '--data', data], env);
  await more();
  const ended = await alert();
  expect(ended).toMatchObject({ state: 'resolved' });
  expect(ended?.notices.map(({ kind }) => kind)).toEqual(['notice', 'notice', 'resolved']);
  expect(await list()).toMatchObject([{ assessment: { act: 'dismiss', by: 'analyst-duty', text: '系集中移送' } }]);
  expect((await json<{ signals: Signal[] }>(['signals', '--at', before, '--data', data])).signals).toEqual([]);
  const text = await duqing(['signals', 'list', '--data', data, '--lang', 'en']);
  expect(text.stdout).toMatch(
    /14, expected 3\.0, limit 6\.1, since week .*\n.*\n.*dismissed .* analyst-duty: 系集中移送/,
  );
}, 240_000);
