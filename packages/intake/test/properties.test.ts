import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importFile, parseMapping, type ImportResult } from '../src/index.ts';

/** Names, quantities and factors of any kind through the smallest mapping that carries them. */
function taken(
  rows: readonly { name: string; quantity: string }[],
  { times, end }: { times: string; end: string },
): ImportResult {
  const mapping = parseMapping({
    description: { zh: '测试', en: 'test' },
    event: {
      type: 'duqing.seizure.recorded.v1',
      source: { const: '/990102/police' },
      id: { line: true },
      subject: { line: true },
      time: { const: '2026-05-01T00:00:00+08:00' },
      data: { name: { column: 'name' }, value: { column: 'quantity', steps: [{ number: { times } }] } },
    },
  });
  const quoted = rows.map(({ name, quantity }) => `"${name.replaceAll('"', '""')}",${quantity}`);
  return importFile({
    mapping,
    bytes: Buffer.from(`\ufeff${['name,quantity', ...quoted].join(end)}${end}`),
    revision: 1,
  });
}

const NAME = fc.string({
  unit: fc.constantFrom('毒', 'a', ',', '"', ' ', '\n', '“', '𠮷'),
  minLength: 1,
  maxLength: 12,
});
/** Up to 15 digits before and 15 behind the point. */
const DECIMAL = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }))
  .map(([whole, part]) => ({ text: `${whole}.${String(part).padStart(15, '0')}`, units: whole * 10n ** 15n + part }));

it('takes every row, whatever a quoted cell holds and however lines end; nothing is lost, doubled or altered', () => {
  const rows = fc.array(fc.record({ name: NAME, quantity: fc.nat().map(String) }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, fc.constantFrom('\n', '\r\n'), (given, end) => {
      const { events, faults } = taken(given, { times: '1', end });
      expect(faults).toEqual([]);
      const data = events.map(({ text }) => (JSON.parse(text) as { data: { name?: string; value: number } }).data);
      // blank is absent
      expect(data.map(({ name, value }) => [name, String(value)])).toEqual(
        given.map(({ name, quantity }) => [name.trim() === '' ? undefined : name, quantity]),
      );
    }),
  );
});

it('a factor multiplies exactly: no digit is lost or made up', () => {
  fc.assert(
    fc.property(DECIMAL, DECIMAL, (quantity, factor) => {
      const [event] = taken([{ name: 'x', quantity: quantity.text }], { times: factor.text, end: '\n' }).events;
      const [whole = '', part = ''] = (/"value":([\d.]+)/.exec(event?.text ?? '')?.[1] ?? '').split('.');
      expect(BigInt(whole + part.padEnd(30, '0'))).toBe(quantity.units * factor.units);
    }),
  );
});
