import type { RejectRow } from '@duqing/warehouse';
import { describe, expect, it } from 'vitest';
import { morningLetters, reportOf, reportText, type RejectCase, type RejectState } from '../src/index.ts';

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

describe('the letter of each department', () => {
  const names = {
    areaName: (code: string) => ({ zh: code === '990102' ? '甲县' : code, en: code }),
    link: 'http://x/rejects',
  };
  const letters = (cases: RejectCase[], simulated = false) =>
    morningLetters(cases, {
      now: NOW,
      departmentName: (code) => ({ zh: `部门${code}`, en: code }),
      simulated,
      ...names,
    });

  it('says in one line how many, since when, why and where, and of ended ones nothing', () => {
    const [police, unknown, none] = letters(CASES);
    expect(police).toMatchObject({ department: 'police', day: '2026-08-10', open: 3 });
    expect(police?.text.zh).toBe(
      '【退件日报】部门police：甲县未办结 3 件（昨日新增 1，待复核 1），最久 8 天；原因：缺少这一项 2、不认识这个字段 1。 http://x/rejects',
    );
    expect(police?.text.en).toContain('3 unsettled (1 new yesterday, 1 waiting for approval), the oldest for 8 days');
    expect([unknown?.department, unknown?.open, none]).toEqual(['', 1, undefined]);
  });

  it('counts the counties of one department together, and names the commonest reasons', () => {
    const codes = ['missing', 'missing', 'wrong-type', 'wrong-type', 'unknown-key', 'impossible-date', 'no-offset'];
    const [all] = letters(codes.map((code, index) => one(`/99010${2 + (index % 2)}/police`, '2026-08-09', { code })));
    expect(all?.text.zh).toContain('2 个地区未办结 7 件');
    expect(all?.text.zh).toMatch(/、其他 2。/);
  });

  it('leaves the house without ids and values, and of intelligence says nothing but where to look', () => {
    const secret = {
      id: 'i-secret',
      subject: 's-secret',
      field: 'data.x',
      reason_zh: '秘密',
      topic: 'duqing.intelligence',
    };
    const [only] = letters([one('/990102/hotline', '2026-08-09', secret)], true);
    expect(only?.text.zh).toBe('【模拟数据】【退件日报】部门hotline：详见页面 http://x/rejects');
    const [mixed] = letters([one('/990102/police', '2026-08-09', secret), one('/990102/police', '2026-08-09')]);
    expect(mixed?.text.zh).toContain('未办结 1 件');
    expect(JSON.stringify(letters(CASES))).not.toMatch(/c-1|data\.|secret|秘密/);
  });

  it('is not written where nothing is unsettled', () => {
    expect(letters([one('/990102/police', '2026-07-01', {}, 'mended')])).toEqual([]);
  });
});
