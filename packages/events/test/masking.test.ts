import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawMessage } from '../src/index.ts';
import { CASE, SEIZURE, accepted, bytes, changed, example, message, refused } from './given.ts';

const MOBILE = '13800000000';
const STARS = '*'.repeat(11);
const kept = (raw: RawMessage) => refused(raw).masked && Buffer.from(refused(raw).masked ?? []).toString('utf8');
const text = (json: string) => message({}, { value: bytes(json) });

describe('what is kept of a refused message', () => {
  it('all of it where it holds no personal data', () => expect(kept(text('{"a":1}'))).toBeNull());

  it.each([
    ['a text', `{"a":"${MOBILE}"}`, `{"a":"${STARS}"}`],
    ['a number', `{"a":${MOBILE}}`, `{"a":${STARS}}`],
    ['the name of a field', `{"${MOBILE}":1}`, `{"${STARS}":1}`],
    ['cut JSON', `{"a":"${MOBILE}`, `{"a":"${STARS}`],
    ['no JSON at all', `call ${MOBILE}!`, `call ${STARS}!`],
    ['escaped digits', `{"a":"\\u00313800000000"}`, `{"a":"${STARS}"}`],
    ['a number after an escaped line break', `{"a":"x\\n${MOBILE}"}`, `{"a":"x\\n${STARS}"}`],
    ['a number after an escaped character', `{"a":"\\u4e2d${MOBILE}"}`, `{"a":"中${STARS}"}`],
    ['cut JSON with escapes', `{"a":"\\u4e2d${MOBILE}`, `{"a":"\\u4e2d${STARS}`],
    ['wide digits', '{"a":"１３８００００００００"}', `{"a":"${STARS}"}`],
    ['an ID number', '{"a":"00000019900101123X"}', `{"a":"${'*'.repeat(18)}"}`],
  ])('masks %s', (_where, sent, expected) => expect(kept(text(sent))).toBe(expected));

  it('masks a number wherever in the message it begins', () => {
    const found = fc.property(fc.string({ maxLength: 15, unit: fc.constantFrom('-', '0', '０', '号') }), (before) => {
      const runs = [`-${MOBILE}`, '号１３８００００００００'].map((run) => `"${before}${run}"`);
      for (const run of runs) expect(kept(text(run))).toBe(`${run.slice(0, -12)}${STARS}"`);
    });
    fc.assert(found);
  });

  it('masks text of another encoding', () => {
    const gbk = Buffer.concat([Buffer.from([0xb5, 0xe7, 0xbb, 0xb0]), bytes(MOBILE)]);
    expect(
      Buffer.from(refused(message({}, { value: gbk })).masked ?? [])
        .subarray(4)
        .toString(),
    ).toBe(STARS);
    const wide = Buffer.from(`电话${MOBILE}`, 'utf16le');
    expect(Buffer.from(refused(message({}, { value: wide })).masked ?? []).toString('utf16le')).toBe(`电话${STARS}`);
  });

  it.each([
    ['its key', { key: bytes(MOBILE) }],
    ['a header', { headers: { 'x-sender': bytes(MOBILE) } }],
  ])('says that %s may not be kept', (_where, change) => {
    const value = bytes('{"a":1}');
    expect(refused(message({}, { value, ...change })).masked).toEqual(value);
  });

  it('a tombstone under a mobile number leaves nothing', () =>
    expect(refused(message({}, { value: null, key: bytes(MOBILE) })).masked).toHaveLength(0));

  it('an oversized message is masked too, in good time', () => {
    const evil = `"${'\\"'.repeat(2_600_000)}${MOBILE}`;
    const started = performance.now();
    expect(kept(text(evil))?.endsWith(STARS)).toBe(true);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('what a reject tells of personal data', () => {
  it('nothing: attributes, field and reason are masked', () => {
    const raw = message(changed(CASE, { subject: MOBILE, id: `c-${MOBILE}`, data: { [MOBILE]: 1, region: MOBILE } }));
    expect(JSON.stringify({ ...refused(raw), masked: null })).not.toContain(MOBILE);
  });

  it('whatever the fault, the number is in no part of the reject', () => {
    const place = fc.constantFrom('id', 'source', 'type', 'subject', 'time', 'extra');
    const around = fc.constantFrom('', ' ', '/', '-', '号');
    fc.assert(
      fc.property(place, around, fc.boolean(), (name, edge, asKey) => {
        const event = asKey ? { [edge + MOBILE]: 1 } : { [name]: `${edge}${MOBILE}${edge}` };
        const reject = refused(message({ ...example(CASE), ...event }, { topic: 'duqing.cases' }));
        const whole = JSON.stringify({ ...reject, masked: Buffer.from(reject.masked ?? []).toString() });
        expect(whole).not.toContain(MOBILE);
        expect(reject.masked).not.toBeNull();
      }),
    );
  });
});

describe('what is no personal data', () => {
  it.each([
    [
      'a quantity of eleven digits',
      SEIZURE,
      { items: [{ substance: 'heroin', quantity: { value: 13_800_000_000, unit: 'mg' } }] },
    ],
    ['a case id with a date in it', SEIZURE, { case: '990101-20260503-0001' }],
    ['a moment to the nanosecond', SEIZURE, { seizedAt: '2026-05-03T09:10:00.123456789+08:00' }],
    ['a hash as the id of a report', CASE, { reports: ['a13800000000b'] }],
  ])('%s', (_what, type, data) => expect(() => accepted(message(changed(type, { data })))).not.toThrow());
});
