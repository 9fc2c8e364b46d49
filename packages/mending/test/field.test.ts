import { EVENT_TYPES, reasonOf } from '@duqing/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, codeName, fieldAt, leavesOf, typedValue, writtenValue } from '../src/index.ts';

const CASE = 'duqing.case.recorded.v1';

describe('what the contract says of a field', () => {
  it.each([
    [CASE, 'data.filedAt', '立案时间', 'text'],
    [CASE, 'data.revision', '版本号', 'number'],
    [CASE, 'data.persons.minors', '其中未成年人数', 'number'],
    [CASE, 'data.causedByUser', '是否由吸毒人员引发', 'yes-no'],
    [CASE, 'data.solvedBy', '破案手段', 'codes'],
    [CASE, 'simulated', '模拟数据标记', 'only-true'],
    ['duqing.seizure.recorded.v1', 'data.items[3].quantity.unit', '计量单位', 'code'],
    ['duqing.return.submitted.v1', 'data.value', '数值', 'number-or-yes-no'],
  ])('%s %s is called %s and written as %s', (type, path, name, form) => {
    expect(fieldAt(type, path)).toMatchObject({ name: { zh: name }, form });
  });

  it('names the codes of a closed list, and whether it may be left out', () => {
    expect(fieldAt(CASE, 'data.severity')).toMatchObject({ codes: ['ordinary', 'serious', 'major'], optional: true });
    expect(fieldAt(CASE, 'data.category')).toMatchObject({ optional: false });
    expect(fieldAt(CASE, 'data.solvedBy')?.codes).toContain('analysis-platform');
  });

  it.each([['data.nothing'], ['data.'], ['[0]'], ['constructor'], ['']])('has none at %j', (path) => {
    expect(fieldAt(CASE, path)?.path === path && path !== '').toBe(false);
  });

  it('has a name in both languages for what every type has', () => {
    const nameless = EVENT_TYPES.flatMap(({ type }) =>
      ['id', 'source', 'subject', 'time', 'data.revision'].filter((path) => {
        const field = fieldAt(type, path);
        return field === null || field.name.zh === path || field.name.en === path;
      }),
    );
    expect(nameless).toEqual([]);
  });
});

describe('what a person writes', () => {
  it.each([
    ['12', 'number', 12],
    ['-1', 'number', -1],
    ['9007199254740993', 'number', '9007199254740993'],
    ['１２', 'number', '１２'],
    ['012', 'number', '012'],
    ['12 件', 'number', '12 件'],
    ['是', 'yes-no', true],
    ['false', 'yes-no', false],
    ['或许', 'yes-no', '或许'],
    ['12', 'text', '12'],
    ['是', 'number-or-yes-no', true],
    ['3', 'number-or-yes-no', 3],
    ['video、tip, patrol', 'codes', ['video', 'tip', 'patrol']],
    ['{"value":1}', 'object', { value: 1 }],
    [' 2026-05-03 ', 'text', '2026-05-03'],
  ] as const)('%j as %s', (written, form, value) => {
    expect(typedValue(written, form)).toEqual(value);
  });

  it('a number or a text written out is read back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)), (value) => {
        const form = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'yes-no' : 'text';
        expect(typedValue(writtenValue(value), form)).toEqual(value);
      }),
    );
  });
});

describe('an event taken apart', () => {
  it('value by value with its place, lists of texts as one', () => {
    expect(leavesOf('{"a":1,"b":{"c":["x","y"],"d":[{"e":null}]}}')).toEqual([
      { path: 'a', value: 1 },
      { path: 'b.c', value: ['x', 'y'] },
      { path: 'b.d[0].e', value: null },
    ]);
    expect([leavesOf('{'), leavesOf('[1]'), leavesOf('7')]).toEqual([null, null, null]);
  });

  it('what differs is named with both values, also where one is not there', () => {
    expect(changesOf('{"a":1,"b":2,"c":3}', '{"a":1,"b":"2","d":4}')).toEqual([
      { path: 'b', before: 2, after: '2' },
      { path: 'd', before: undefined, after: 4 },
      { path: 'c', before: 3, after: undefined },
    ]);
  });
});

it('each code has a short name in both languages', () => {
  for (const code of ['missing', 'impossible-date', 'personal-data', 'store-refused'] as const) {
    const { zh, en } = codeName(code);
    expect([zh.length < 30, en.length < 70, reasonOf({ code, field: '' }).zh.startsWith(zh)]).toEqual([
      true,
      true,
      true,
    ]);
  }
});
