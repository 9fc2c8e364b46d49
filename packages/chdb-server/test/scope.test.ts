import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, prepareStatements, type Scope } from '../src/scope.ts';

const scope = fc.record<Scope>({
  database: fc.constantFrom(null, 'one', 'two'),
  settings: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'param_x', 'param_y'), fc.constantFrom('1', '2'))),
  readonly: fc.boolean(),
  changing: fc.constant(false),
});

/** What stands on a connection after its statements: the database and the last value of each name. */
function stateAfter(start: ReadonlyMap<string, string>, one: Scope): Map<string, string> {
  const state = new Map(start);
  for (const text of prepareStatements(one)) {
    if (text.startsWith('USE ')) state.set('USE', text);
    for (const [, name = '', value = ''] of text.matchAll(/(\w+) = ('[^']*'|\d+)/g)) state.set(name, value);
  }
  return state;
}

test('a connection used again for a scope of the same key stands as a new one would', () => {
  fc.assert(
    fc.property(scope, scope, (first, second) => {
      fc.pre(keyOf(first) === keyOf(second));
      const fresh = stateAfter(new Map(), second);
      // a read-only connection runs no statement again
      const again = first.readonly ? stateAfter(new Map(), first) : stateAfter(stateAfter(new Map(), first), second);
      expect(again).toEqual(fresh);
    }),
    { numRuns: 500 },
  );
});

test('read-only and not are never one key', () => {
  const settings = [['a', '1']] as const;
  expect(keyOf({ database: null, settings, readonly: true, changing: false })).not.toBe(
    keyOf({ database: null, settings, readonly: false, changing: false }),
  );
});

test('readonly comes last, whatever the request set', () => {
  const text = prepareStatements({ database: null, settings: [['readonly', '0']], readonly: true, changing: false }).at(
    -1,
  );
  expect(text).toBe("SET readonly = '0', readonly = 1");
});

test('a text cannot leave its quotes', () => {
  const settings = [['param_x', "a'b\\c\0"]] as const;
  expect(prepareStatements({ database: 'a`b', settings, readonly: false, changing: false })).toEqual([
    'USE `a\\`b`',
    "SET param_x = 'a\\'b\\\\c\\0'",
  ]);
});
