import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BeyondWatermarkError, type BulletinRow } from '@duqing/warehouse';
import { afterEach, describe, expect, test } from 'vitest';
import { isOwnHost } from '../src/http/guard.ts';
import { alert, cell, CITY, COUNTY, NOW, readerOf, reject, serve, type Served } from './fixture.ts';

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});
async function start(...args: Parameters<typeof serve>): Promise<Served> {
  served = await serve(...args);
  return served;
}

const HOSTILE = '"><script>alert(1)</script>&lt;\u202e';
const PAGES = ['/', '/indicators/it-solved-share', '/alerts', '/rejects', '/bulletins'];

test.each(PAGES)(
  '%s: html in both languages, with the headers that forbid scripts and framing, without cookies',
  async (path) => {
    const { get } = await start(readerOf({ held: [cell(), cell({ region: CITY })] }));
    for (const [query, lang] of [
      ['', 'zh-CN'],
      ['?lang=en', 'en'],
    ]) {
      const { status, headers, text } = await get(path + query);
      expect(status).toBe(200);
      expect(text).toContain(`<html lang="${lang}">`);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBeNull();
      expect(text).not.toMatch(/<script|javascript:| on\w+=| style=|<style|undefined|NaN|\[object/);
    }
  },
);

test('hostile text from data is shown as text on every page that carries it', async () => {
  const bulletin: BulletinRow = {
    bundle_id: 'b"><script>',
    quarter: HOSTILE,
    edition: 'final',
    audience: HOSTILE,
    lang: 'zh',
    as_of: NOW,
    sealed_at: NOW,
    path: '/nowhere',
    cells: '[]',
  };
  const noted = cell({ note: { zh: HOSTILE, en: HOSTILE }, period: '2026Q3', region: CITY });
  const { get } = await start(
    readerOf({
      held: [noted],
      explain: async () => ({
        ...noted,
        events: [{ source: HOSTILE, id: HOSTILE, subject: HOSTILE, revision: 1, part: 'both' }],
      }),
      alerts: async () => [alert({ text: { zh: HOSTILE, en: HOSTILE }, region: HOSTILE, period: HOSTILE })],
      rejects: async () => [
        reject({ source: HOSTILE, id: HOSTILE, field: HOSTILE, text: HOSTILE, reason_zh: HOSTILE }),
      ],
      bulletins: async () => [bulletin],
      dataAsOf: async () => [{ source: HOSTILE, receivedAt: NOW }],
    }),
  );
  for (const path of [...PAGES, `/bulletins/${encodeURIComponent('b"><script>')}`]) {
    const { status, text } = await get(path);
    expect([path, status]).toEqual([path, 200]);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('\u202e');
  }
});

test('a wrong query of the JSON routes is 400 with every fault by field, in both languages', async () => {
  const { get } = await start(readerOf());
  const { status, text } = await get('/api/cells?perod=2026Q2&region=x&period=2026Q9');
  expect(status).toBe(400);
  const { error, faults } = JSON.parse(text) as { error: string; faults: { field: string; reason: object }[] };
  expect(error).toBe('bad-query');
  expect(faults.map(({ field }) => field)).toEqual(['perod', 'region', 'period']);
  for (const { reason } of faults) expect(Object.keys(reason)).toEqual(['zh', 'en']);
});

test.each([
  ['/api/explain', 'indicator'],
  ['/api/explain?indicator=it-solved-share&region=990102&period=2026Q3', 'region'],
  ['/api/alerts?at=yesterday', 'at'],
  ['/api/rejects?x=1', 'x'],
  ['/api/bulletins?x=1', 'x'],
  [`/api/cells?as-of=${encodeURIComponent('2026-07-20T00:00:00+08:00')}`, 'as-of'],
])('%s is 400 at %s', async (path, field) => {
  const { get } = await start(
    readerOf({
      cells: async () => Promise.reject(new BeyondWatermarkError('beyond')),
      explain: async () => Promise.reject(new RangeError('none')),
    }),
  );
  const { status, text } = await get(path);
  expect(status).toBe(400);
  expect((JSON.parse(text) as { faults: { field: string }[] }).faults[0]?.field).toBe(field);
});

test('a wrong query of a page is a page that names the field; an unknown address is 404', async () => {
  const { get } = await start(readerOf());
  const wrong = await get('/?period=2026Q9');
  expect(wrong.status).toBe(400);
  expect(wrong.text).toContain('period: 不是季度');
  for (const path of ['/indicators/none', '/bulletins/none', '/else', '/bulletins/none/x.html'])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  const { status, text } = await get('/api/else');
  expect([status, JSON.parse(text)]).toEqual([404, { error: 'not-found' }]);
});

test('a field of a board’s grid leads to the page of its figure; one that names no item is 404', async () => {
  const { get } = await start(readerOf({ held: [cell({ region: CITY, period: '2026Q3' })] }));
  const { status, text } = await get(`/cells/missed~it-solved-share~${CITY}~2026Q3?lang=en`);
  const asked = await get(`/indicators/it-solved-share?region=${CITY}&period=2026Q3&lang=en`);
  expect([status, text]).toEqual([200, asked.text]);
  for (const path of ['/cells/none', `/cells/missed~none~${CITY}~2026Q3`, '/cells/missed~it-solved-share'])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

async function fail(): Promise<never> {
  throw new Error('secret-table is broken');
}

test('an error of ours is 500 without its text, which is in the log', async () => {
  const { get, logged } = await start(readerOf({ cells: fail, alerts: fail }));
  for (const path of ['/', '/api/cells', '/alerts']) {
    const { status, text } = await get(path);
    expect([path, status]).toEqual([path, 500]);
    expect(text).not.toContain('secret-table');
  }
  expect(logged.join('')).toContain('secret-table is broken');
});

test('only GET and HEAD are answered', async () => {
  const { get } = await start(readerOf());
  expect((await get('/', { method: 'POST' })).status).toBe(405);
  expect((await get('/api/alerts', { method: 'DELETE' })).status).toBe(405);
  expect((await get('/alerts', { method: 'HEAD' })).status).toBe(200);
});

describe('Host', () => {
  test.each([
    ['127.0.0.1:80', true],
    ['localhost', true],
    ['LOCALHOST:4000', true],
    ['[::1]:4000', true],
    ['evil.example', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.nip.io:80', false],
    ['user@localhost', false],
    ['0.0.0.0', false],
    ['', false],
    [undefined, false],
  ])('%s', (header, own) => {
    expect(isOwnHost(header, '0.0.0.0')).toBe(own);
  });

  test('the address that it was told to listen on is its own too', () => {
    expect(isOwnHost('10.1.2.3:80', '10.1.2.3')).toBe(true);
    expect(isOwnHost('[fd00::1]:80', 'fd00::1')).toBe(true);
    expect(isOwnHost('10.1.2.3:80', '127.0.0.1')).toBe(false);
  });

  test('a request under another name reads nothing, whatever it asks for', async () => {
    const { url } = await start(readerOf({ held: [cell()] }));
    for (const path of ['/', '/api/cells', '/health/live', '/style.css', '/none']) {
      const { status, body } = await rebound(url + path);
      expect([path, status]).toEqual([path, 421]);
      expect(body).not.toContain('it-solved-share');
    }
  });
});

async function rebound(url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host: 'evil.example' } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });
}

test('the JSON routes give the shapes of the commands', async () => {
  const held = cell();
  const event = { source: '/990102/police', id: 'c-1', subject: 's-1', revision: 1, part: 'both' as const };
  const { get, logged } = await start(
    readerOf({
      held: [held],
      explain: async () => ({ ...held, events: [event] }),
      alerts: async () => [alert()],
      rejects: async () => [reject()],
    }),
  );
  const of = async (path: string): Promise<unknown> => JSON.parse((await get(path)).text);
  expect(await of('/api/cells?period=2026Q3')).toEqual([held]);
  expect(await of(`/api/explain?indicator=it-solved-share&region=${COUNTY}&period=2026Q3`)).toEqual({
    ...held,
    events: [event],
    withheld: null,
  });
  expect(await of('/api/alerts')).toEqual([alert()]);
  const [first] = (await of('/api/rejects')) as object[];
  expect(first).toMatchObject({
    topic: 'duqing.cases',
    partition: 0,
    offset: '7',
    reason: 'unknown-key',
    field: 'data.x',
  });
  expect(logged.filter((line) => line.includes('"msg":"explain"'))).toHaveLength(1);
});

test('what is behind a figure of few persons, and intelligence, is withheld on the page and in JSON', async () => {
  const few = cell({ indicator: 'minors-share', numerator: 1, denominator: 30 });
  const event = { source: '/990102/police', id: 'secret-1', subject: 'secret-2', revision: 1, part: 'both' as const };
  const { get } = await start(readerOf({ held: [few], explain: async () => ({ ...few, events: [event] }) }));
  const page = await get(`/indicators/minors-share?region=${COUNTY}&period=2026Q3`);
  const answer = await get(`/api/explain?indicator=minors-share&region=${COUNTY}&period=2026Q3`);
  for (const { text } of [page, answer]) expect(text).not.toContain('secret-');
  expect(page.text).toContain('共 1 条记录。');
  expect(JSON.parse(answer.text)).toMatchObject({ events: [], withheld: { count: 1, because: 'few-persons' } });
});

test('an indicator page without a cell says so and shows no zero', async () => {
  const { get } = await start(readerOf());
  const { text } = await get('/indicators/it-solved-share');
  expect(text).toContain('没有数值单元');
  expect(text).not.toContain('达标</span>0');
});

test('a cell that is held shows value, target, distance, evidence, completeness and revision', async () => {
  const held = cell({
    region: CITY,
    published: { edition: 'final', value: 31.25, verdict: 'met' },
    revisedSince: true,
  });
  const { get } = await start(readerOf({ held: [held] }));
  const { text } = await get('/indicators/it-solved-share?lang=en');
  for (const said of [
    '18.8 %',
    '&gt; 25 %',
    '3/16',
    '2 more would meet it',
    'weak evidence',
    '1 of 1 attested',
    '31.3 %',
    'revised since',
  ])
    expect(text).toContain(said);
});

test('files of a bundle are served read-only by the names its folder lists, in a sandbox', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duqing-web-'));
  const path = join(folder, 'bundle');
  mkdirSync(path);
  writeFileSync(join(folder, 'outside.txt'), 'outside');
  writeFileSync(join(path, '通报.html'), '<p>通报</p>');
  writeFileSync(join(path, 'cells.csv'), 'a,b\n');
  symlinkSync(join(folder, 'outside.txt'), join(path, 'link.txt'));
  const row: BulletinRow = {
    bundle_id: '2026Q3-final-1',
    quarter: '2026Q3',
    edition: 'final',
    audience: 'internal',
    lang: 'zh',
    as_of: NOW,
    sealed_at: NOW,
    path,
    cells: '[]',
  };
  const { get } = await start(readerOf({ bulletins: async () => [row] }));
  const list = await get('/bulletins/2026Q3-final-1');
  expect(list.text).toContain(`/bulletins/2026Q3-final-1/${encodeURIComponent('通报.html')}`);
  expect(list.text).not.toContain('link.txt');
  const file = await get(`/bulletins/2026Q3-final-1/${encodeURIComponent('通报.html')}`);
  expect([file.status, file.text]).toEqual([200, '<p>通报</p>']);
  expect(file.headers.get('content-security-policy')).toMatch(/sandbox/);
  expect((await get('/bulletins/2026Q3-final-1/cells.csv')).headers.get('content-disposition')).toContain('attachment');
  for (const name of ['link.txt', '..%2foutside.txt', '%2e%2e%2foutside.txt', 'none.html', '..'])
    expect([name, (await get(`/bulletins/2026Q3-final-1/${name}`)).status]).toEqual([name, 404]);
  expect(JSON.parse((await get('/api/bulletins')).text)).toEqual([
    {
      id: '2026Q3-final-1',
      quarter: '2026Q3',
      edition: 'final',
      audience: 'internal',
      lang: 'zh',
      asOf: '2026-10-26T08:00:00.000+08:00',
      sealedAt: '2026-10-26T08:00:00.000+08:00',
      page: '/bulletins/2026Q3-final-1',
    },
  ]);
});

test('ready turns red where the store does not answer, live stays green', async () => {
  let fails = false;
  const { get } = await start(
    readerOf({
      dataAsOf: async () => {
        if (fails) throw new Error('connection refused');
        return [];
      },
    }),
  );
  expect((await get('/health/ready')).status).toBe(200);
  fails = true;
  const { status, text } = await get('/health/ready');
  expect([status, JSON.parse(text)]).toEqual([
    503,
    { status: 'fault', faults: [{ name: 'store', reason: 'connection refused' }] },
  ]);
  expect((await get('/health/live')).status).toBe(200);
});
