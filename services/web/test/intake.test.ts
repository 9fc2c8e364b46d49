import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess, type Access } from '@duqing/access';
import { COLUMNS } from '@duqing/intake';
import { liveContext } from '@duqing/mending';
import { createLogger, loadDeployment, TransientError, type OutMessage, type Publisher } from '@duqing/runtime';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import fc from 'fast-check';
import writeXlsxFile from 'write-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebApp, type WebApp } from '../src/index.ts';
import { spend } from '../src/intake/rate.ts';
import { MOST_EVENTS, readEvents } from '../src/intake/read-events.ts';
import { COUNTY, NOW, readerOf } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'duqing-intake-'));
const deployment = await loadDeployment('demo');
const SOURCE = `/${COUNTY}/police`;

let now = NOW;
let store: Store;
let app: WebApp;
let url: string;
let access: Access;
let token: string;
let sent: { topic: string; messages: OutMessage[] }[];
let publish: Publisher['publish'];
const logged: string[] = [];

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  access = createAccess({ store, deployment, clock: () => now });
  const logger = createLogger({ name: 'web', destination: { write: (line: string) => void logged.push(line) } });
  app = await createWebApp({
    reader: readerOf(),
    deployment,
    clock: () => now,
    logger,
    intake: {
      access,
      store,
      publisher: { publish: async (...args) => publish(...args) },
      context: async () => liveContext({ store, deployment }, now),
      perMinute: 60,
    },
  });
  url = await app.listen({ port: 0 });
});
afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  now = NOW;
  sent = [];
  publish = async (topic, messages) => void sent.push({ topic, messages });
  token = await issue({ role: 'source', area: COUNTY });
});

async function issue(over: { role: string; area: string; source?: string }): Promise<string> {
  return (await access.issueToken({ post: '县公安', ...over }, consoleOf(deployment))).token;
}

function event(id: string, over: object = {}, data: object = {}): object {
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: 'duqing.case.recorded.v1',
    subject: `${COUNTY}-${id}`,
    time: '2026-10-20T09:00:00+08:00',
    data: { revision: 1, region: COUNTY, category: 'trafficking', filedAt: '2026-10-03', ...data },
    ...over,
  };
}

function nested(depth: number): string {
  return '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
}

interface Answered {
  status: number;
  headers: Headers;
  body: {
    accepted?: number;
    rejected?: number;
    error?: string;
    reason?: { zh: string; en: string };
    results?: {
      index: number;
      id: string | null;
      accepted: boolean;
      code?: string;
      field?: string;
      reason?: { zh: string; en: string };
    }[];
  };
}

async function post(body: unknown, headers: Record<string, string> = {}, as = token): Promise<Answered> {
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${as}`, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answered['body'] };
}

describe('POST /events', () => {
  it('one event in structured mode: produced under its subject, its bytes untouched, answered after the ack', async () => {
    const text = JSON.stringify(event('a'), null, 1);
    const { status, body } = await post(text);
    expect([status, body.accepted, body.results?.[0]]).toMatchObject([200, 1, { id: 'a', accepted: true }]);
    const [message] = sent[0]?.messages ?? [];
    expect([sent[0]?.topic, message?.key]).toEqual(['duqing.cases', `${COUNTY}-a`]);
    expect(Buffer.from(message?.value ?? '').toString()).toBe(text);
  });

  it('a batch is answered event by event: good ones go to their topics, bad ones say why and are not produced', async () => {
    const seizure = event('s', { type: 'duqing.seizure.recorded.v1' }, {});
    const withItems = {
      ...seizure,
      data: {
        revision: 1,
        region: COUNTY,
        seizedAt: '2026-10-02',
        items: [{ substance: 'heroin', quantity: { value: 1, unit: 'g' } }],
      },
    };
    const all = [event('a'), event('b', {}, { filedAt: '2026-02-30' }), withItems, 7];
    const { status, body } = await post(all, { 'content-type': 'application/cloudevents-batch+json' });
    expect([status, body.accepted, body.rejected]).toEqual([207, 2, 2]);
    expect(body.results?.map(({ index, accepted, code, field }) => [index, accepted, code, field])).toEqual([
      [0, true, undefined, undefined],
      [1, false, 'impossible-date', 'data.filedAt'],
      [2, true, undefined, undefined],
      [3, false, 'not-an-object', ''],
    ]);
    expect(body.results?.[1]?.reason?.zh).toContain('日期或时刻不存在');
    expect(body.results?.[1]?.reason?.en).toContain('2026-05-20');
    expect(sent.map(({ topic, messages }) => [topic, messages.length])).toEqual([
      ['duqing.cases', 1],
      ['duqing.seizures', 1],
    ]);
  });

  it('binary mode and batches keep the bytes of the data, digits and all', async () => {
    const text = JSON.stringify(event('a')).replace('"revision":1', '"revision": 1.0');
    await post(`[ ${text} ,\n${text}]`, { 'content-type': 'application/cloudevents-batch+json' });
    expect(sent[0]?.messages.map(({ value }) => Buffer.from(value).toString().trim())).toEqual([text, text]);
  });

  it('NDJSON: blank lines are passed over, CRLF taken off, a broken line is that line’s fault', async () => {
    const body = `${JSON.stringify(event('a'))}\r\n\n  \n{broken\n${JSON.stringify(event('b'))}`;
    const answered = await post(body, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    expect(answered.status).toBe(207);
    expect(answered.body.results?.map(({ accepted, code }) => code ?? accepted)).toEqual([true, 'not-json', true]);
  });

  it('binary mode: attributes from ce- headers, data from the body', async () => {
    const { data, ...attributes } = event('a') as { data: object } & Record<string, string>;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, text]) => [`ce-${name}`, encodeURIComponent(text)]),
    );
    const { status } = await post(data, { ...headers, 'content-type': 'application/json' });
    expect(status).toBe(200);
    expect(JSON.parse(Buffer.from(sent[0]?.messages[0]?.value ?? '').toString())).toEqual({
      ...event('a'),
      datacontenttype: 'application/json',
    });
  });

  it.each([
    ['no token', '', 401],
    ['a forged token', `dq_000000000000_${'A'.repeat(43)}`, 401],
  ])('%s: 401 before the body is read', async (_, as, expected) => {
    const { status, headers } = await post(event('a'), {}, as);
    expect([status, headers.get('www-authenticate'), sent]).toEqual([expected, 'Bearer', []]);
  });

  it('a token that is none of a sending unit: 403', async () => {
    const { status } = await post(event('a'), {}, await issue({ role: 'engineer', area: '990100' }));
    expect([status, sent]).toEqual([403, []]);
  });

  it.each<[string, Parameters<typeof issue>[0]]>([
    ['another county’s source', { role: 'source', area: '990103' }],
    ['another unit of the county', { role: 'source', area: COUNTY, source: `/${COUNTY}/justice` }],
  ])('%s is refused for that event, by name', async (_, over) => {
    const { status, body } = await post(event('a'), {}, await issue(over));
    expect([status, body.results?.[0]?.code, body.results?.[0]?.field, sent]).toEqual([
      422,
      'source-outside-area',
      'source',
      [],
    ]);
    expect(body.results?.[0]?.reason?.zh).toContain(over.source ?? over.area);
  });

  it('personal data is refused and neither produced, answered nor logged', async () => {
    const { status, body } = await post(event('13812345678'));
    expect([status, body.results?.[0]?.code]).toEqual([422, 'personal-data']);
    expect(JSON.stringify([body, sent, logged])).not.toContain('13812345678');
  });

  it.each([
    ['an unknown content type', 'x', { 'content-type': 'text/csv' }, 415],
    ['a compressed body', 'x', { 'content-encoding': 'gzip' }, 415],
    ['a batch that is no array', '{}', { 'content-type': 'application/cloudevents-batch+json' }, 400],
    ['nothing', '\n\n', { 'content-type': 'application/x-ndjson' }, 400],
    [
      'too many events',
      `[${Array.from({ length: MOST_EVENTS + 1 }, () => '1').join()}]`,
      { 'content-type': 'application/cloudevents-batch+json' },
      413,
    ],
    ['a body over 16 MB', 'x'.repeat(16_000_001), {}, 413],
  ])('%s is refused as a whole with a reason in both languages', async (_, body, headers, expected) => {
    const answered = await post(body, headers);
    expect(answered.status).toBe(expected);
    expect(answered.body.reason?.zh).toMatch(/\p{Script=Han}/u);
    expect(answered.body.reason?.en).not.toMatch(/\p{Script=Han}/u);
    expect(sent).toEqual([]);
  });

  describe.each([
    ['single', 'application/cloudevents+json', (text: string) => text],
    ['batch', 'application/cloudevents-batch+json', (text: string) => `[${text}]`],
    ['NDJSON', 'application/x-ndjson', (text: string) => `${text}\n`],
  ])('limits of an event, sent as %s', (_, contentType, wrap) => {
    it.each([
      ['a subject of 81 characters', event('a', { subject: 's'.repeat(81) }), 'wrong-type', 'subject'],
      ['an id of 129 characters', event('i'.repeat(129)), 'wrong-type', 'id'],
      [
        'a report’s id of a million characters',
        event('a', {}, { reports: ['r'.repeat(1_000_000)] }),
        'wrong-type',
        'data.reports[0]',
      ],
      [
        'over a thousand reports',
        event('a', {}, { reports: Array.from({ length: 1_001 }, () => 'r') }),
        'out-of-range',
        'data.reports',
      ],
      ['brackets 20 deep', { ...event('a'), data: JSON.parse(nested(20)) as object }, 'too-deep', ''],
      ['a message over 5 MB', event('a', {}, { reports: ['r'.repeat(5_000_000)] }), 'too-large', ''],
    ])('%s is refused by its field', async (name, sentEvent, code, field) => {
      const { status, body } = await post(wrap(JSON.stringify(sentEvent)), { 'content-type': contentType });
      expect([name, status, body.results?.[0]?.code, body.results?.[0]?.field]).toEqual([name, 422, code, field]);
      expect([sent, body.results?.[0]?.reason?.zh.length]).toEqual([[], expect.any(Number)]);
    });

    it.each([
      ['id', '"id":"a"', '"id":9007199254740993', 'wrong-type', 'id'],
      ['subject', `"subject":"${COUNTY}-a"`, '"subject":9007199254740993', 'wrong-type', 'subject'],
      ['count', '"revision":1', '"revision":9007199254740993', 'out-of-range', 'data.revision'],
      ['fraction', '"revision":1', '"revision":1.5', 'wrong-type', 'data.revision'],
    ])('a number that is no exact one as %s is refused, never rounded', async (_name, whole, odd, code, field) => {
      const text = JSON.stringify(event('a'));
      expect(text).toContain(whole);
      const { body } = await post(wrap(text.replace(whole, odd)), { 'content-type': contentType });
      expect([sent, body.results?.[0]?.code, body.results?.[0]?.field]).toEqual([[], code, field]);
    });

    it('tens of thousands of levels of brackets end nothing', async () => {
      const { status } = await post(wrap(nested(50_000)), { 'content-type': contentType });
      expect([status, sent]).toEqual([422, []]);
      expect((await post(wrap(JSON.stringify(event('b'))), { 'content-type': contentType })).status).toBe(200);
    });
  });

  it.each([
    ['batch', 'application/cloudevents-batch+json', (all: string[]) => `[${all.join()}]`],
    ['NDJSON', 'application/x-ndjson', (all: string[]) => all.join('\n')],
  ])('%s: a thousand events pass at once, one more does not', async (_, contentType, join) => {
    const texts = Array.from({ length: MOST_EVENTS + 1 }, (_one, index) => JSON.stringify(event(`e${index}`)));
    const over = await post(join(texts), { 'content-type': contentType });
    expect([over.status, sent]).toEqual([413, []]);
    const all = await post(join(texts.slice(1)), { 'content-type': contentType });
    expect([all.status, all.body.accepted, sent[0]?.messages.length]).toEqual([200, MOST_EVENTS, MOST_EVENTS]);
  });

  it('a message of 6 MB is that message’s fault', async () => {
    const { body } = await post(JSON.stringify(event('a', {}, { reports: ['r'.repeat(6_000_000)] })));
    expect(body.results?.[0]?.code).toBe('too-large');
  });

  it('where the broker does not acknowledge, nothing is promised: 503, and the reason is in the log only', async () => {
    publish = async () => {
      throw new TransientError('broker 10.0.0.9 away');
    };
    const { status, headers, body } = await post(event('a'));
    expect([status, headers.get('retry-after'), body.error]).toEqual([503, '5', 'try-again']);
    expect(JSON.stringify(body)).not.toContain('10.0.0.9');
    expect(logged.join('')).toContain('broker 10.0.0.9 away');
  });

  it('faster than allowed: 429 with the seconds to wait, for that token only; time gives it back', async () => {
    const many = Array.from({ length: 1_000 }, () => 1);
    const batch = { 'content-type': 'application/cloudevents-batch+json' };
    expect((await post(many, batch)).status).toBe(422);
    expect((await post(many, batch)).status).toBe(422);
    const { status, headers } = await post(event('a'));
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    expect((await post(event('a'), {}, await issue({ role: 'source', area: COUNTY }))).status).toBe(200);
    now = NOW + 1_000;
    expect((await post(event('a'))).status).toBe(200);
  });

  it('a revoked token is turned away at once', async () => {
    await access.revokeToken(token.split('_')[1] ?? '', consoleOf(deployment));
    expect((await post(event('a'))).status).toBe(401);
  });

  it('answers carry the headers of every response, and no token is ever logged', async () => {
    const { headers } = await post(event('a'));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(logged.join('')).not.toContain(token.split('_').slice(2).join('_'));
  });
});

async function template(query: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/returns/template.csv?${query}`);
  return { status: response.status, text: await response.text() };
}

/** The justice office's sheet with one line filled in. */
async function filled(measure: string, figures: string): Promise<string> {
  const { text } = await template(`department=justice&period=2026Q3&region=${COUNTY}`);
  return text
    .split('\r\n')
    .map((line) => (line.includes(`,${measure},`) ? line.replace(/,,,—,,—,$/, figures) : line))
    .join('\r\n');
}

describe('returns as a spreadsheet', () => {
  const JUSTICE = `/${COUNTY}/justice`;
  beforeEach(async () => {
    token = await issue({ role: 'source', area: COUNTY, source: JUSTICE });
  });

  interface SheetAnswered {
    status: number;
    body: {
      sent?: boolean;
      faults?: { line: number; column: string }[];
      blank?: number[];
      results?: { line: number; accepted: boolean; code?: string }[];
    };
  }

  async function send(text: string, query = ''): Promise<SheetAnswered> {
    const response = await fetch(`${url}/returns${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv; charset=utf-8', authorization: `Bearer ${token}` },
      body: text,
    });
    return { status: response.status, body: (await response.json()) as SheetAnswered['body'] };
  }

  it('the template is filled in, checked and sent: zero only where it is said, blank rows are nothing', async () => {
    const text = await filled('lost-contact-rate', ',0,80,—,,—,');
    const checked = await send(text, '?check=yes');
    expect([checked.status, checked.body.sent, checked.body.results?.length, sent]).toEqual([200, false, 1, []]);
    expect(checked.body.blank?.length).toBeGreaterThan(0);
    const done = await send(text);
    expect([done.status, done.body.sent]).toEqual([200, true]);
    const [message] = sent[0]?.messages ?? [];
    expect([sent[0]?.topic, JSON.parse(String(message?.value))]).toMatchObject([
      'duqing.returns',
      { source: JUSTICE, data: { measure: 'lost-contact-rate', numerator: 0, denominator: 80 } },
    ]);
  });

  it('a workbook is taken like a CSV', async () => {
    const rows: string[] = Object.values(COLUMNS);
    const line = rows.map(
      (name) => ({ 区划代码: COUNTY, 指标编码: 'lost-contact-rate', 统计期: '2026Q3' })[name as '统计期'] ?? '',
    );
    line[rows.indexOf('分子')] = '1';
    line[rows.indexOf('分母')] = '80';
    const cells = [rows, line].map((texts) => texts.map((value) => ({ value, type: String })));
    const body = await writeXlsxFile([{ data: cells, sheet: 'a' }]).toBuffer();
    const response = await fetch(`${url}/returns`, {
      method: 'POST',
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        authorization: `Bearer ${token}`,
      },
      body: new Uint8Array(body),
    });
    expect([response.status, sent[0]?.messages.length]).toEqual([200, 1]);
    expect(String(sent[0]?.messages[0]?.value)).toContain('"numerator":1,"denominator":80');
  });

  it('one wrong row and nothing is sent, with the line of each reason', async () => {
    const wrong = await filled('lost-contact-rate', ',90,80,—,,—,');
    const { status, body } = await send(wrong);
    expect([status, body.sent, body.results?.[0]?.code, sent]).toEqual([422, false, 'numerator-over-denominator', []]);
    const unread = await send(await filled('lost-contact-rate', ',5%,80,—,,—,'));
    expect([unread.status, unread.body.sent, unread.body.faults?.[0]?.column]).toEqual([422, false, '分子']);
  });

  it.each([
    ['department=justice&period=2026Q9', 400],
    ['department=magic&period=2026Q3', 400],
    ['department=justice&period=2026Q3&region=110000', 400],
    ['department=justice&period=2026Q3', 200],
  ])('template of %s: %i', async (query, expected) => {
    expect((await template(query)).status).toBe(expected);
  });

  it.each([
    ['no sheet', '"', 400],
    ['another kind of table', 'a,b\n1,2', 422],
  ])('%s is refused', async (_, text, expected) => {
    expect([(await send(text)).status, sent]).toEqual([expected, []]);
  });

  it('a token that is bound to no unit has to name one', async () => {
    token = await issue({ role: 'source', area: COUNTY });
    const text = await filled('lost-contact-rate', ',1,80,—,,—,');
    expect((await send(text)).status).toBe(400);
    expect((await send(text, `?source=${JUSTICE}`)).status).toBe(200);
    expect((await send(text, '?source=/990103/justice')).status).toBe(422);
  });
});

it('without a way in, POST /events is no route', async () => {
  const closed = await createWebApp({ reader: readerOf(), deployment, clock: () => NOW });
  try {
    const at = await closed.listen({ port: 0 });
    expect((await fetch(`${at}/events`, { method: 'POST', body: '{}' })).status).toBe(405);
  } finally {
    await closed.close();
  }
});

describe('the rate', () => {
  const limit = { perMinute: 60, burst: 100 };

  it('over any stretch of time no more passes than the burst and the minutes allow', () => {
    const asks = fc.array(fc.record({ after: fc.nat(5_000), count: fc.integer({ min: 1, max: 100 }) }), {
      maxLength: 50,
    });
    fc.assert(
      fc.property(asks, (all) => {
        let [at, passed] = [0, 0];
        let allowance: ReturnType<typeof spend>['after'] | undefined;
        for (const { after, count } of all) {
          at += after;
          const result = spend(allowance, { count, now: at, limit });
          allowance = result.after;
          if (result.waitSeconds === 0) passed += count;
        }
        expect(passed).toBeLessThanOrEqual(limit.burst + at / 1_000 + 1e-6);
      }),
    );
  });

  it('who waits as long as told gets through', () => {
    const { after } = spend(undefined, { count: 100, now: 0, limit });
    const { waitSeconds } = spend(after, { count: 30, now: 0, limit });
    expect(waitSeconds).toBe(30);
    expect(spend(after, { count: 30, now: waitSeconds * 1_000, limit }).waitSeconds).toBe(0);
  });

  it('a clock that jumps back takes nothing away', () => {
    const { after } = spend(undefined, { count: 50, now: 10_000, limit });
    expect(spend(after, { count: 50, now: 0, limit }).waitSeconds).toBe(0);
  });
});

describe('readEvents', () => {
  it.each(['{}', '7', '', '[', ']', '[1] 2', '[{]', '["a]', '[1]]', '[[1]'])('%j is no batch', (text) => {
    const sentAs = { contentType: 'application/cloudevents-batch+json', headers: {}, body: Buffer.from(text) };
    expect(readEvents(sentAs)).toMatchObject({ ok: false, fault: { status: 400 } });
  });

  it('brackets, commas and quotes within texts separate nothing', () => {
    const all = [{ a: '],[{"' }, ['\\', '\\"', 'x\\\\'], 'é，，', { 'k,"': [1, [2, '}']] }];
    const body = Buffer.from(`\ufeff ${JSON.stringify(all, null, 1)}\n`);
    const read = readEvents({ contentType: 'application/json', headers: {}, body: body.subarray(3) });
    expect(read.ok && read.events.map(({ value }) => JSON.parse(Buffer.from(value).toString()) as unknown)).toEqual(
      all,
    );
  });

  it('gives each element of an array back as it was, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 20 }), (all) => {
        const body = Buffer.from(JSON.stringify(all));
        const read = readEvents({ contentType: 'application/json', headers: {}, body });
        const events = read.ok ? read.events.map(({ value }) => JSON.parse(Buffer.from(value).toString())) : [];
        expect(events).toEqual(JSON.parse(JSON.stringify(all)));
      }),
    );
  });
});
