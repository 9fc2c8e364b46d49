import type { RejectRow } from '@duqing/warehouse';
import { describe, expect, it } from 'vitest';
import { reportOf, reportText, type RejectCase, type RejectState } from '../src/index.ts';

const NOW = Date.parse('2026-08-10T08:00:00+08:00');
const areaName = (code: string): string => (code === '990102' ? '甲县' : code);

function one(source: string, day: string, over: Partial<RejectRow> = {}, state: RejectState = 'open'): RejectCase {
  const row: RejectRow = {
    topic: 'duqing.cases',
    partition: 0,
    offset: '1',
    received_at: Date.parse(`${day}T10:00:00+08:00`),
    source,
    id: 'c-1',
    type: '',
    subject: '',
    code: 'missing',
    field: 'data.region',
    reason_zh: 'data.region：缺少这一项。',
    reason_en: 'data.region: it is missing.',
    payload: '',
    payload_size: 0,
    payload_hash: '',
    masked: false,
    headers: '{}',
    ...over,
  };
  return { row, state, proposal: null };
}

const CASES = [
  one('/990102/police', '2026-08-09'),
  one('/990102/police', '2026-08-01', {}, 'proposed'),
  one('/990102/police', '2026-08-02', {
    code: 'unknown-key',
    field: 'data.x',
    reason_zh: '不认识',
    reason_en: 'unknown',
  }),
  one('/990102/police', '2026-07-01', {}, 'mended'),
  one('/990103/justice', '2026-07-01', {}, 'discarded'),
  one('', '2026-08-09'),
];

describe('the morning report', () => {
  it('says for each unit how many, why and how long open; what ended is no longer open', () => {
    const [police, unknown, justice] = reportOf(CASES, NOW);
    expect(police).toMatchObject({ source: '/990102/police', open: 3, fresh: 1, waiting: 1, mended: 1, oldestDays: 8 });
    expect(police?.reasons.map(({ code, count }) => [code, count])).toEqual([
      ['missing', 2],
      ['unknown-key', 1],
    ]);
    expect(unknown).toMatchObject({ source: '', area: '', open: 1 });
    expect(justice).toMatchObject({ open: 0, discarded: 1, oldestDays: null, reasons: [] });
  });

  it('reads in Chinese', () => {
    expect(reportText(reportOf(CASES, NOW), { lang: 'zh', areaName, now: NOW })).toBe(
      [
        '退件日报 2026-08-10',
        '甲县 /990102/police：未处理 3 件，其中昨日新增 1 件、待复核 1 件，最久已 8 天\n  2 × data.region：缺少这一项。\n  1 × 不认识',
        '来源不明：未处理 1 件，其中昨日新增 1 件、待复核 0 件，最久已 0 天\n  1 × data.region：缺少这一项。',
      ].join('\n\n'),
    );
  });

  it('reads in English', () => {
    const text = reportText(reportOf(CASES.slice(0, 1), NOW), { lang: 'en', areaName, now: NOW });
    expect(text).toContain('1 open, 1 of them new yesterday, 0 waiting for approval; the oldest for 0 days');
  });

  it('says so where nothing is open', () => {
    expect(reportText(reportOf(CASES.slice(3, 5), NOW), { lang: 'zh', areaName, now: NOW })).toBe(
      '2026-08-10 没有未处理的退件',
    );
  });
});
