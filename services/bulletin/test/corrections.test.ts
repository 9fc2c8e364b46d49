import type { Cell } from '@duqing/catalogue';
import { describe, expect, test } from 'vitest';
import { correctionsOf, withCorrected } from '../src/core/desk/corrections.ts';
import { noticeOutline } from '../src/core/desk/notice.ts';
import { reasonsFor, reasonsOf, reasonText, type Behind, type LedgerEntry } from '../src/core/desk/reasons.ts';
import { figureId } from '../src/core/rows.ts';
import { analystNotes, revisions } from '../src/core/sections/revisions.ts';
import type { BulletinInput } from '../src/core/types.ts';
import { inputOf, NOW, QUARTER } from './support.ts';

const closed = { stage: 'provisional' } as const;
const input = await inputOf();
const [city] = [input.city.code];

/** The published city with one cell as it was, and the live one with it as it is. */
function turned(before: Partial<Cell>, after: Partial<Cell>): { said: BulletinInput; live: BulletinInput; id: string } {
  const own = input.cells.find(
    (cell) => cell.region === city && cell.indicator === 'it-solved-share' && cell.period === QUARTER,
  );
  if (!own) throw new Error('no such cell');
  const was = { ...own, ...closed, ...before };
  const said = withCorrected(input, { cells: [was], previous: [] });
  return { said, live: withCorrected(said, { cells: [{ ...was, ...after }], previous: [] }), id: figureId(own) };
}

describe('what is corrected by a notice', () => {
  test.each([
    ['met → missed', { verdict: 'met' }, { verdict: 'missed', value: 20 }, true],
    ['missed → met', { verdict: 'missed' }, { verdict: 'met', value: 40 }, true],
    ['met → not assessable', { verdict: 'met' }, { verdict: 'not-assessable', value: null }, true],
    ['not assessable → missed', { verdict: 'not-assessable' }, { verdict: 'missed', value: 20 }, true],
    ['not assessable → met completes it', { verdict: 'not-assessable' }, { verdict: 'met', value: 40 }, false],
    ['not due → missed goes its way', { verdict: 'not-due' }, { verdict: 'missed', value: 20 }, false],
    ['a period that still ran', { verdict: 'met', stage: 'running' }, { verdict: 'missed', value: 20 }, false],
    ['another value, the same verdict', { verdict: 'met', value: 40 }, { value: 41 }, false],
  ] as const)('%s', (_, before, after, isTold) => {
    const { said, live, id } = turned(before, after);
    const found = correctionsOf(said, live);
    expect(found.figures.map((pair) => figureId(pair.before))).toEqual(isTold ? [id] : []);
    expect(found.sentences.length > 0).toBe(isTold);
  });

  test('nothing changed, nothing found', () => {
    expect(correctionsOf(input, input)).toEqual({ figures: [], sentences: [], others: 0 });
  });

  test('what changed without another conclusion is counted for the next edition', () => {
    const { said, live } = turned({ verdict: 'met', value: 40 }, { value: 41 });
    expect(correctionsOf(said, live)).toEqual({ figures: [], sentences: [], others: 1 });
  });

  test('a verdict of the quarter before that turns changes what is said of this one', () => {
    const { said, live, id } = turned({ verdict: 'missed', value: 20 }, {});
    const before = (verdict: Cell['verdict']): Cell[] =>
      input.previousCells.map((cell) =>
        figureId(cell) === id.replace(QUARTER, '2026Q2') ? { ...cell, ...closed, verdict } : cell,
      );
    const found = correctionsOf(
      { ...said, previousCells: before('met') },
      { ...live, previousCells: before('missed') },
    );
    expect(found.figures).toEqual([]);
    expect(found.sentences.map(({ before: text }) => text).join('')).toContain('较上季度新增不达标');
  });

  test('a notice that was issued is what is said from then on: back again is another correction', () => {
    const { said, live } = turned({ verdict: 'met', value: 40 }, { verdict: 'missed', value: 20 });
    const told = correctionsOf(said, live).figures.map(({ after }) => after);
    const after = withCorrected(said, { cells: told, previous: [] });
    expect(correctionsOf(after, live).figures).toEqual([]);
    expect(correctionsOf(after, said).figures).toHaveLength(1);
  });
});

function ids(figures: ReturnType<typeof correctionsOf>['figures']): string[] {
  return figures.map(({ before }) => figureId(before));
}

const HIDDEN = { numerator: null, denominator: null, value: null, verdict: 'information', withheld: true } as const;

/** The input with those figures as they look where they are kept back. */
function kept(of: BulletinInput, ...which: string[]): BulletinInput {
  const cells = of.cells.map((cell) => (which.includes(figureId(cell)) ? { ...cell, ...HIDDEN } : cell));
  return { ...of, cells };
}

describe('where readers are not told all', () => {
  const { said, live, id } = turned({ verdict: 'met', value: 40 }, { verdict: 'missed', value: 20 });
  const other = figureId(said.cells.find((cell) => figureId(cell) !== id && cell.value !== null) ?? said.cells[0]!);

  test('what was kept back is corrected in no notice, whatever it is now', () => {
    expect(ids(correctionsOf(kept(said, id), { ...live, whole: live.cells }).figures)).toEqual([]);
    expect(ids(correctionsOf(kept(said, id), { ...kept(live, id), whole: live.cells }).figures)).toEqual([]);
  });

  test('a conclusion that fell and may not be told any more is taken back, with all that may not be told', () => {
    const found = correctionsOf(said, { ...kept(live, id, other), whole: live.cells });
    expect(ids(found.figures).sort()).toEqual([id, other].sort());
    expect(found.figures.every(({ after }) => after.withheld && after.value === null)).toBe(true);
    const sentences = found.sentences.map(({ after }) => after).join('');
    expect(sentences).toContain('不予公布');
  });

  test('what may not be told any more and says the same as before opens no notice', () => {
    expect(correctionsOf(said, { ...kept(said, other), whole: said.cells })).toEqual({
      figures: [],
      sentences: [],
      others: 0,
    });
  });

  test('the public learns of what kind a change was, an area’s readers nothing of others that sent', () => {
    const reason = {
      kind: 'late',
      records: 2,
      sources: ['/990102/police', '/990127/police'],
      codes: ['other'],
    } as const;
    const given = [{ ...reason, sources: [...reason.sources], codes: [...reason.codes] }];
    const focus = { code: '990127', name: { zh: '甲县', en: 'County A' } };
    expect(reasonsFor(given, { ...input, audience: 'internal' })).toEqual(given);
    expect(reasonsFor(given, { ...input, audience: 'public' })).toEqual([
      { kind: 'late', records: 0, sources: [], codes: [] },
    ]);
    expect(reasonsFor(given, { ...input, audience: 'county:990127', focus })[0]?.sources).toEqual(['/990127/police']);
  });

  test.each(['zh', 'en'] as const)('a figure that is taken back shows no number and why (%s)', (lang) => {
    const found = correctionsOf({ ...said, lang }, { ...kept(live, id), whole: live.cells });
    const outline = noticeOutline({
      said: { ...said, lang, audience: 'public' },
      editionId: 'e',
      number: 1,
      asOf: NOW + 1,
      found,
      reasons: new Map(),
      isDraft: false,
    });
    const word = lang === 'zh' ? '不予公布' : 'suppressed';
    const row = outline.blocks
      .flatMap((block) => (block.kind === 'table' ? block.rows : []))
      .find((entries) => entries.some(({ figure }) => figure === id));
    expect(row?.at(-3)).toEqual({ text: word, figure: id });
    expect(row?.at(-2)?.text).toMatch(lang === 'zh' ? /达标 → 不予公布$/ : /met → suppressed$/);
    expect(row?.at(-1)?.text).toBe('—');
    const blocks = JSON.stringify(outline.blocks);
    expect(blocks).toContain(
      lang === 'zh' ? '0 个数字的结论须予更正，1 个数字不再公布' : 'and 1 is no longer published',
    );
    expect(blocks).toContain(lang === 'zh' ? '不表示零，也不表示达标或不达标' : 'neither zero nor met nor missed');
    expect(blocks).not.toContain('explain');
  });
});

const event = (subject: string, revision = 1) => ({
  source: '/990102/police',
  id: `${subject}-${revision}`,
  subject,
  revision,
  part: 'both' as const,
});
const entry = (subject: string, part: Partial<LedgerEntry> = {}): LedgerEntry => ({
  subject,
  source: '/990102/police',
  revision: 1,
  withdrawn: false,
  received_at: 1,
  reason: '',
  ...part,
});
const behind = (part: Partial<Behind>): Behind => ({ before: [], after: [], ledger: [], saidAt: 10, ...part });

describe('why', () => {
  const pair = turned({}, { value: 1 });
  const cells = { before: pair.said.cells[0], after: pair.said.cells[0] } as { before: Cell; after: Cell };

  test.each([
    ['late', { after: [event('c')], ledger: [entry('c', { received_at: 11 })] }, '其后报送 1 条（/990102/police）'],
    [
      'corrected',
      {
        before: [event('c')],
        after: [event('c', 2)],
        ledger: [entry('c'), entry('c', { revision: 2, received_at: 11 })],
      },
      '其后更正 1 条（/990102/police）',
    ],
    [
      'withdrawn',
      {
        before: [event('c')],
        ledger: [entry('c'), entry('c', { revision: 2, received_at: 11, withdrawn: true, reason: 'court-decision' })],
      },
      '其后撤回 1 条（法院裁判；/990102/police）',
    ],
    // it left the figure without any message: the rules moved it
    ['configuration', { before: [event('c')], ledger: [entry('c')] }, '区划、方法、人口等配置变更 1 条'],
  ] as const)('%s', (kind, part, text) => {
    const reasons = reasonsOf(cells, behind(part));
    expect(reasons.map((one) => one.kind)).toEqual([kind]);
    expect(reasons.map((one) => reasonText(one, 'zh'))).toEqual([text]);
  });

  test('something is always said', () => {
    expect(reasonsOf(cells, behind({}))).toMatchObject([{ kind: 'configuration' }]);
    expect(reasonsOf(cells, null)).toMatchObject([{ kind: 'unexplained' }]);
  });
});

test.each(['zh', 'en'] as const)('a notice names each figure with before, after and why (%s)', async (lang) => {
  const { said, live, id } = turned({ verdict: 'met', value: 40 }, { verdict: 'missed', value: 20 });
  const found = correctionsOf({ ...said, lang }, live);
  const outline = noticeOutline({
    said: { ...said, lang },
    editionId: 'e',
    number: 2,
    asOf: NOW + 1,
    found,
    reasons: new Map(),
    isDraft: false,
  });
  expect(outline.title).toMatch(lang === 'zh' ? /更正通知（第2号）$/ : /^Correction notice no\. 2 to: /);
  const rows = outline.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  expect(rows.flat().map(({ figure }) => figure)).toContain(id);
});

describe('notes on the data', () => {
  const { said, live } = turned({ verdict: 'met', value: 40 }, { verdict: 'missed', value: 20 });
  const earlier = [
    {
      quarter: QUARTER,
      edition: 'provisional',
      asOf: NOW - 1,
      cells: said.cells,
      changedParts: [{ part: 'targets', validFrom: '2026-01-01', source: '市禁毒委 2026-08' }],
    },
  ] as const;

  test('what was revised since the last edition, and why; definitions that changed', () => {
    const lines = revisions({ ...live, earlier });
    expect(lines[0]).toContain('公布后更正的数字 1 个，其中结论改变 1 个');
    expect(lines[1]).toMatch(/利用信息化手段.*40.*20.*达标 → 不达标；数据更正/);
    expect(lines[2]).toBe('2026年第三季度通报以来变更的口径：目标（自 2026-01-01 起，依据：市禁毒委 2026-08）。');
    expect(revisions({ ...said, earlier: [{ ...earlier[0], changedParts: [] }] })).toEqual([
      expect.stringContaining('没有更正'),
    ]);
  });

  test('notes of analysts are carried to the house, and to nobody else', () => {
    const noted = live.cells.map((cell, index) =>
      index === 0
        ? { ...cell, notes: [{ id: 'n', at: '2026-10-01T08:00:00+08:00', author: '研判岗', text: '口径有别' }] }
        : cell,
    );
    expect(analystNotes({ ...live, cells: noted })).toEqual([expect.stringMatching(/口径有别（研判岗，2026-10-01）$/)]);
    expect(analystNotes({ ...live, audience: 'public', cells: noted })).toEqual([]);
  });
});
