import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalJson, EVENT_TYPES } from '../src/index.ts';
import { accepting, inKeyOrder } from '../src/schema/accepting.ts';
import { example, type Fields } from './given.ts';

const TEXTS = ['', ' ', '2026-02-30', '2026-05-20', '2026-05-20T16:30:00+08:00', '2024-02-29T23:59:59.5Z', 'other'];
const ODD_TEXTS = ['名', '\ud800', 'a"\\\n', '__proto__', '2026-05-20T24:00:00Z', '2026-05-20T16:30:00'];
const NUMBERS = [0, -0, 1, 2, 0.5, 1e-10, -1, 2 ** 53 - 1, 2 ** 53, 1e300, Infinity, NaN];
const NAMES = ['revision', 'value', 'solvedAt', 'simulated', 'reportedAt', 'x', '1', '__proto__', 'constructor'];
const STRANGE = fc.constantFrom<unknown>(null, undefined, true, false, [], {}, ...TEXTS, ...ODD_TEXTS, ...NUMBERS);

/** One change of one place: a value set, a field taken away, added or moved behind all others, an element doubled. */
const CHANGE = fc.record({
  at: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom('set', 'drop', 'add', 'last', 'twice'),
  name: fc.constantFrom(...NAMES),
  value: STRANGE,
});
type Made = typeof CHANGE extends fc.Arbitrary<infer T> ? T : never;

function apply(event: object, { at, how, name, value }: Made): void {
  let holder = event as Fields;
  let key = '';
  for (const step of at) {
    const keys = Object.keys(holder);
    key = keys[step % keys.length] ?? '';
    const inner = holder[key];
    if (typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0 || step > 20) break;
    holder = inner as Fields;
  }
  if (!(key in holder)) key = Object.keys(holder)[0] ?? '';
  const held = holder[key];
  if (how === 'set') holder[key] = value;
  if (how === 'add')
    Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  if (how === 'twice' && Array.isArray(holder)) holder.push(held);
  if (how === 'drop' || how === 'last') delete holder[key];
  if (how === 'last') holder[key] = held;
}

describe.each(EVENT_TYPES)('the compiled schema of $type', ({ type, schema }) => {
  const compiled = accepting(schema);

  it('is compiled as a whole', () => expect(() => z.compile(inKeyOrder(schema), { strict: true })).not.toThrow());

  it('lets through what the schema does, the same in canonical order, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(CHANGE, { maxLength: 3 }), (changes) => {
        const event = example(type);
        for (const change of changes) apply(event, change);
        const [found, due] = [compiled.safeParse(event), schema.safeParse(event)];
        expect(found.success).toBe(due.success);
        expect(found.data).toEqual(due.data);
        expect(JSON.stringify(found.data)).toBe(due.data && canonicalJson(due.data));
      }),
      { numRuns: 500 },
    );
  });
});
