import type { BulletinStep, BulletinStepRow } from '@duqing/warehouse';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentKey, refOf, refusal, stateOf, SYSTEM, type DocumentState } from '../src/core/desk/state.ts';

const DOCUMENT = '2026Q3/provisional/internal/zh';

function row(seq: number, step: BulletinStep, part: Partial<BulletinStepRow> = {}): BulletinStepRow {
  return {
    step_id: `${seq}-${step}-${part.post ?? ''}`,
    document: DOCUMENT,
    seq,
    step,
    at: seq,
    post: 'writer',
    role: 'analyst',
    as_of: 1,
    content_id: 'a',
    path: '',
    narrative: '',
    remark: '',
    data: '{}',
    ...part,
  };
}

const folded = (...rows: BulletinStepRow[]): DocumentState => stateOf(DOCUMENT, rows);
const drafted = row(1, 'drafted');
const reviewed = row(2, 'reviewed', { post: 'chief' });

describe('steps', () => {
  test.each([
    ['none', []],
    ['drafted', [drafted]],
    ['reviewed', [drafted, reviewed]],
    ['signed', [drafted, reviewed, row(3, 'signed', { post: 'chief' })]],
    ['returned', [drafted, reviewed, row(3, 'returned', { post: 'chief' })]],
    ['drafted', [drafted, reviewed, row(3, 'drafted', { content_id: 'b' })]],
    // two at once: a review of the draft before counts for nothing
    ['drafted', [drafted, row(2, 'drafted', { content_id: 'b' }), row(2, 'reviewed', { post: 'chief', at: 3 })]],
    // a signature without a review
    ['drafted', [drafted, row(2, 'signed', { post: 'chief' })]],
    ['void', [drafted, row(2, 'void', { post: SYSTEM })]],
  ] as const)('%s', (stage, rows) => {
    expect(folded(...rows).stage).toBe(stage);
  });

  test('whatever comes after it, what was issued stays issued with its draft', () => {
    const issued = [drafted, reviewed, row(3, 'signed', { post: 'chief' }), row(4, 'issued', { post: SYSTEM })];
    const steps = ['drafted', 'reviewed', 'returned', 'signed', 'void'] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...steps), fc.constantFrom('a', 'b'))), (more) => {
        const later = more.map(([step, content_id], index) => row(5 + index, step, { content_id }));
        const state = folded(...issued, ...later);
        expect([state.stage, state.draft?.content_id, state.signer]).toEqual(['issued', 'a', 'chief']);
      }),
    );
  });

  test('the order in which rows are read does not matter', () => {
    const rows = [
      drafted,
      reviewed,
      row(3, 'drafted', { content_id: 'b', post: 'second' }),
      row(4, 'reviewed', { content_id: 'b', post: 'chief' }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (mixed) => {
        expect(stateOf(DOCUMENT, mixed)).toEqual(stateOf(DOCUMENT, rows));
      }),
    );
  });
});

describe('who may', () => {
  const byTwo = folded(drafted, row(2, 'drafted', { content_id: 'b', post: 'second' }));
  const bySystem = folded(row(1, 'drafted', { post: SYSTEM }), row(2, 'reviewed', { post: 'chief' }));
  test.each([
    ['review', folded(drafted), 'chief', null],
    ['review', folded(drafted), 'writer', /another post must review/],
    ['review', byTwo, 'writer', /another post must review/],
    ['review', byTwo, 'second', /another post must review/],
    ['review', folded(), 'chief', /not drafted/],
    ['review', folded(drafted, reviewed), 'other', /no draft waits/],
    ['seal', folded(drafted), 'chief', /reviewed first/],
    ['seal', folded(drafted, reviewed), 'writer', /another post must seal/],
    ['seal', folded(drafted, reviewed), 'chief', null],
    ['seal', bySystem, 'chief', /sealed by another post/],
    ['seal', bySystem, 'deputy', null],
    ['return', folded(drafted, reviewed), 'chief', null],
    ['draft', folded(drafted, reviewed), 'writer', null],
  ] as const)('%s %#', (wish, state, post, reason) => {
    expect(refusal(state, wish, post)?.en ?? '').toMatch(reason ?? /^$/);
  });
});

test('a key names what it is about and is read back', () => {
  const ref = { quarter: '2026Q3', edition: 'final', audience: 'county:990102', lang: 'en' } as const;
  for (const one of [ref, { ...ref, correction: 12 }]) expect(refOf(documentKey(one))).toEqual(one);
});
