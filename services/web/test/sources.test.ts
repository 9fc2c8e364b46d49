import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceLines } from '../src/core/sources.ts';
import { cell, NOW, readerOf, serve, type Served } from './fixture.ts';

const DAY = 86_400_000;
const [FRESH, SILENT, REFUSED] = ['/990102/police', '/990103/police', '/990127/justice'] as const;
const INPUT = {
  sources: [
    { source: FRESH, receivedAt: NOW - 3_600_000 },
    { source: SILENT, receivedAt: NOW - 12 * DAY },
  ],
  rejects: [
    { source: REFUSED, received_at: NOW - 60_000 },
    { source: FRESH, received_at: NOW - 2 * DAY },
    { source: '', received_at: NOW },
  ],
  alerts: [{ kind: 'source-silent' as const, key: `source-silent/${SILENT}`, state: 'firing' as const }],
  now: NOW,
};

test('who never sent anything valid stands first, then who fell silent: neither looks fresh', () => {
  expect(sourceLines(INPUT)).toEqual([
    { source: REFUSED, region: '990127', receivedAt: null, days: null, refusedAt: NOW - 60_000, isSilent: false },
    { source: SILENT, region: '990103', receivedAt: NOW - 12 * DAY, days: 12, refusedAt: null, isSilent: true },
    {
      source: FRESH,
      region: '990102',
      receivedAt: NOW - 3_600_000,
      days: 0,
      refusedAt: NOW - 2 * DAY,
      isSilent: false,
    },
  ]);
});

test('an alert that is over makes no source silent; one that others name says nothing of it', () => {
  const over = { ...INPUT, alerts: [{ ...INPUT.alerts[0]!, state: 'resolved' as const }] };
  expect(sourceLines(over).filter(({ isSilent }) => isSilent)).toEqual([]);
});

let web: Served;
beforeAll(async () => {
  const { sources, rejects, alerts } = INPUT;
  web = await serve(
    readerOf({
      dataAsOf: async () => [...sources],
      rejects: async () => rejects as never,
      alerts: async () => alerts as never,
    }),
  );
});
afterAll(async () => web.close());

test('the page says of each source until when its data is held, in words', async () => {
  const { status, text } = await web.get('/sources');
  expect(status).toBe(200);
  expect(text).toContain('共 3 个来源，其中 2 个静默或从未报过有效数据');
  expect(text).toMatch(/✕ 静默 12 天/);
  expect(text).toMatch(/✕ 没有有效数据/);
  expect((await web.get('/sources?lang=en')).text).toMatch(/✕ silent 12 days/);
});

test('the overview leads to it', async () => {
  expect((await web.get('/')).text).toContain('href="/sources"');
});

function missed(region: string) {
  return cell({ indicator: 'zero-manufacturing', region, period: '2026Q3', verdict: 'missed', value: 1 });
}

test('a veto in a county and in its city is one item in two areas', async () => {
  const there = await serve(readerOf({ held: [missed('990100'), missed('990127')] }));
  const { text } = await there.get('/?period=2026Q3');
  await there.close();
  expect(text).toMatch(/1 项触发[\s\S]{0,200}涉及 2 个地区/);
});
