import { describe, expect, it } from 'vitest';
import type { RawMessage, RejectCode, ValidationContext } from '../src/index.ts';
import * as given from './given.ts';
import {
  ATTESTATION,
  CASE,
  INTELLIGENCE,
  RETURN,
  SEIZURE,
  bytes,
  changed,
  context,
  message,
  withheld,
} from './given.ts';

type Row = [fault: string, code: RejectCode, field: string, raw: RawMessage, given?: ValidationContext];

const raw = (value: Uint8Array | null, change: Partial<RawMessage> = {}) => message({}, { value, ...change });
const on = (type: string) => (data: given.Fields) => message(changed(type, { data }));
const [aCase, aSeizure, aTip, aReturn, anAttestation] = [CASE, SEIZURE, INTELLIGENCE, RETURN, ATTESTATION].map(on) as [
  ReturnType<typeof on>,
  ReturnType<typeof on>,
  ReturnType<typeof on>,
  ReturnType<typeof on>,
  ReturnType<typeof on>,
];
const item = (change: given.Fields) =>
  aSeizure({ items: [{ substance: 'heroin', quantity: { value: 1, unit: 'g' }, ...change }] });
const quantity = (value: unknown) => item({ quantity: { value, unit: 'g' } });
const envelope = (change: given.Fields) => message(changed(CASE, change));
const replayed = (receivedtime: string) => message(changed(CASE, { receivedtime }));
const replay = { ...context, replay: true };
const sealed = { ...replay, sealedUntil: Date.parse('2026-07-01T00:00:00+08:00') };
const text = (json: string) => raw(bytes(json));
const caseText = (from: string, to: string) => text(JSON.stringify(changed(CASE, {})).replace(from, to));

const BYTES: Row[] = [
  ['a null value (P03)', 'null-value', '', raw(null)],
  ['a null value with a key (P03)', 'null-value', '', raw(null, { key: bytes('C-77') })],
  ['no bytes at all', 'not-json', '', raw(bytes(''))],
  ['GBK', 'not-utf8', '', raw(Buffer.from([0x7b, 0x22, 0xb6, 0xbe, 0x22, 0x3a, 0x31, 0x7d]))],
  ['UTF-16', 'not-utf8', '', raw(Buffer.from('\ufeff{"a":1}', 'utf16le'))],
  ['an overlong sequence', 'not-utf8', '', raw(Buffer.from([0x22, 0xc0, 0x80, 0x22]))],
  ['cut JSON', 'not-json', '', text('{"specversion":"1.0"')],
  ['a comma too many', 'not-json', '', text('{"specversion":"1.0",}')],
  ['NaN', 'not-json', '', text('{"a":NaN}')],
  ['a list', 'not-an-object', '', text('[1]')],
  ['a bare null', 'not-an-object', '', text('null')],
  ['a bare text', 'not-an-object', '', text('"a"')],
  ['6 MB', 'too-large', '', text(`{"a":"${'x'.repeat(6_000_000)}"}`)],
  ['17 lists in each other', 'too-deep', '', text(`{"a":${'['.repeat(17)}${']'.repeat(17)}}`)],
  ['a million lists in each other', 'too-deep', '', text(`{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`)],
  [
    'Avro',
    'wrong-type',
    'content-type',
    raw(bytes('{}'), { headers: { 'content-type': bytes('application/cloudevents+avro') } }),
  ],
  ['a header that is no UTF-8', 'not-utf8', 'id', raw(bytes('{}'), { headers: { ce_id: Buffer.from([0xff]) } })],
];

const ENVELOPE: Row[] = [
  ['no type', 'missing', 'type', envelope({ type: withheld })],
  ['a numeric type', 'wrong-type', 'type', envelope({ type: 1 })],
  ['a type that never was', 'unknown-type', 'type', envelope({ type: 'duqing.cases.recorded.v1' })],
  ['a type of the next version', 'unknown-version', 'type', envelope({ type: 'duqing.case.recorded.v2' })],
  ['a withdrawal of an attestation', 'unknown-type', 'type', envelope({ type: 'duqing.feed.withdrawn.v1' })],
  ['a case among seizures', 'wrong-topic', 'type', message(changed(CASE, {}), { topic: 'duqing.seizures' })],
  ['a topic of no type', 'wrong-topic', 'type', message(changed(CASE, {}), { topic: 'duqing.changed' })],
  ['CloudEvents 0.3', 'unknown-code', 'specversion', envelope({ specversion: '0.3' })],
  ['no id', 'missing', 'id', envelope({ id: withheld })],
  ['a numeric id', 'wrong-type', 'id', envelope({ id: 17 })],
  ['a numeric id beyond 2^53', 'wrong-type', 'id', caseText('"c-1"', '9007199254740993')],
  ['a blank id', 'missing', 'id', envelope({ id: ' ' })],
  ['an id with a blank', 'wrong-type', 'id', envelope({ id: 'c 1' })],
  ['an id of 129 characters', 'wrong-type', 'id', envelope({ id: 'c'.repeat(129) })],
  ['no source', 'missing', 'source', envelope({ source: withheld })],
  ['a source without its slash', 'wrong-type', 'source', envelope({ source: '990101/police' })],
  ['a subject of 81 characters', 'wrong-type', 'subject', envelope({ subject: 'a'.repeat(81) })],
  ['a subject that begins with a dot', 'wrong-type', 'subject', envelope({ subject: '.a' })],
  ['a subject in Chinese', 'wrong-type', 'subject', envelope({ subject: '案件一' })],
  ['a subject with a line break at its end', 'wrong-type', 'subject', envelope({ subject: 'a\n' })],
  ['a null time', 'missing', 'time', envelope({ time: null })],
  ['a time as a number', 'wrong-type', 'time', envelope({ time: 1779325200000 })],
  ['a time as a date', 'wrong-type', 'time', envelope({ time: '2026-05-21' })],
  ['XML', 'wrong-type', 'datacontenttype', envelope({ datacontenttype: 'application/xml' })],
  ['simulated false', 'unknown-code', 'simulated', envelope({ simulated: false })],
  ['an unknown attribute', 'unknown-key', 'traceparent', envelope({ traceparent: '00-1' })],
  ['data as base64', 'unknown-key', 'data_base64', envelope({ data_base64: 'e30=' })],
  ['no data', 'missing', 'data', message({ ...changed(CASE, {}), data: undefined })],
  ['data as a list', 'wrong-type', 'data', message({ ...changed(CASE, {}), data: [] })],
  ['another key', 'key-mismatch', 'key', message(changed(CASE, {}), { key: bytes('C-77') })],
  ['an empty key', 'key-mismatch', 'key', message(changed(CASE, {}), { key: bytes('') })],
];

const DATA: Row[] = [
  ['an unknown key', 'unknown-key', 'data.remark', aCase({ remark: 'x' })],
  ['the key __proto__', 'unknown-key', 'data.__proto__', caseText('"revision"', '"__proto__":{},"revision"')],
  ['a misspelt count', 'unknown-key', 'data.persons.minor', aCase({ persons: { minor: 1 } })],
  ['no revision', 'missing', 'data.revision', aCase({ revision: withheld })],
  ['revision 0', 'out-of-range', 'data.revision', aCase({ revision: 0 })],
  ['revision 1.5', 'wrong-type', 'data.revision', aCase({ revision: 1.5 })],
  ['revision as text', 'wrong-type', 'data.revision', aCase({ revision: '2' })],
  ['a revision beyond 2^53', 'out-of-range', 'data.revision', caseText('"revision":2', '"revision":9007199254740993')],
  ['a revision beyond all numbers', 'out-of-range', 'data.revision', caseText('"revision":2', '"revision":1e999')],
  ['no region', 'missing', 'data.region', aCase({ region: withheld })],
  ['a numeric region', 'wrong-type', 'data.region', aCase({ region: 990101 })],
  ['an unknown region', 'unknown-region', 'data.region', aCase({ region: '990199' })],
  ['a region of another pattern', 'unknown-region', 'data.region', aCase({ region: '330782' })],
  [
    'a region before its first day',
    'unknown-region',
    'data.region',
    message(changed(CASE, { source: '/990100/police', data: { region: '990102', filedAt: '2019-12-31' } })),
  ],
  ['a neighbour', 'source-outside-area', 'source', aCase({ region: '990103' })],
  ['a source of another city', 'source-outside-area', 'source', envelope({ source: '/990200/police' })],
  ['a source of no area', 'source-outside-area', 'source', envelope({ source: '/990199/police' })],
  ['a county for its city', 'source-outside-area', 'source', aCase({ region: '990100' })],
  ['an unknown category', 'unknown-code', 'data.category', aCase({ category: 'theft' })],
  ['a null category', 'missing', 'data.category', aCase({ category: null })],
  ['a category in capitals', 'unknown-code', 'data.category', aCase({ category: 'Trafficking' })],
  ['30 February', 'impossible-date', 'data.filedAt', aCase({ filedAt: '2026-02-30' })],
  ['a filedAt with hour-only offset (P19)', 'no-offset', 'data.filedAt', aCase({ filedAt: '2026-05-03T08:00:00+08' })],
  ['a filedAt without offset (P19)', 'no-offset', 'data.filedAt', aCase({ filedAt: '2026-05-03T08:00:00' })],
  ['an offset without its colon', 'no-offset', 'data.filedAt', aCase({ filedAt: '2026-05-03T08:00:00+0800' })],
  ['a blank between date and time', 'wrong-type', 'data.filedAt', aCase({ filedAt: '2026-05-03 08:00:00+08:00' })],
  ['hour 24', 'impossible-date', 'data.filedAt', aCase({ filedAt: '2026-05-03T24:00:00+08:00' })],
  ['second 60', 'impossible-date', 'data.filedAt', aCase({ filedAt: '2026-05-03T08:00:60+08:00' })],
  ['an offset of 24 hours', 'impossible-date', 'data.filedAt', aCase({ filedAt: '2026-05-03T08:00:00+24:00' })],
  ['a Chinese date', 'wrong-type', 'data.filedAt', aCase({ filedAt: '2026年5月3日' })],
  ['solved the day before it was filed', 'order-of-dates', 'data.solvedAt', aCase({ solvedAt: '2026-05-02' })],
  [
    'solved a second before it was filed',
    'order-of-dates',
    'data.solvedAt',
    aCase({ filedAt: '2026-05-03T09:00:01+08:00', solvedAt: '2026-05-03T09:00:00+08:00' }),
  ],
  ['solved, nobody says how', 'missing', 'data.solvedBy', aCase({ solvedBy: withheld })],
  ['solved by nothing', 'out-of-range', 'data.solvedBy', aCase({ solvedBy: [] })],
  ['solved by an unknown method', 'unknown-code', 'data.solvedBy[1]', aCase({ solvedBy: ['video', 'luck'] })],
  ['a yes as text', 'wrong-type', 'data.largeScale', aCase({ largeScale: 'true' })],
  ['a yes as 1', 'wrong-type', 'data.largeScale', aCase({ largeScale: 1 })],
  ['a negative count', 'out-of-range', 'data.persons.involved', aCase({ persons: { involved: -1 } })],
  [
    'more minors than persons',
    'numerator-over-denominator',
    'data.persons.minors',
    aCase({ persons: { involved: 1, minors: 2 } }),
  ],
  [
    'a user-incident that no user caused',
    'not-caused-by-user',
    'data.causedByUser',
    aCase({ category: 'user-incident' }),
  ],
  [
    'a user-incident that does not say',
    'not-caused-by-user',
    'data.causedByUser',
    aCase({ category: 'user-incident', causedByUser: withheld }),
  ],
  ['a blank report', 'missing', 'data.reports[0]', aCase({ reports: [''] })],
  ['reportedAt as a date', 'wrong-type', 'data.reportedAt', aCase({ reportedAt: '2026-05-03' })],

  ['quantity "" (P18)', 'missing', 'data.items[0].quantity.value', quantity('')],
  ['quantity of blanks (P18)', 'missing', 'data.items[0].quantity.value', quantity('  ')],
  ['quantity of a wide blank (P18)', 'missing', 'data.items[0].quantity.value', quantity('　')],
  ['quantity null (P18)', 'missing', 'data.items[0].quantity.value', quantity(null)],
  ['quantity left out (P18)', 'missing', 'data.items[0].quantity.value', quantity(undefined)],
  ['quantity as text', 'wrong-type', 'data.items[0].quantity.value', quantity('250')],
  ['a negative quantity', 'out-of-range', 'data.items[0].quantity.value', quantity(-1)],
  ['a quantity beyond 2^53', 'out-of-range', 'data.items[0].quantity.value', quantity(2 ** 53)],
  ['a quantity too small to be one', 'out-of-range', 'data.items[0].quantity.value', quantity(1e-10)],
  ['pounds', 'unknown-code', 'data.items[0].quantity.unit', item({ quantity: { value: 1, unit: 'lb' } })],
  ['purity 78 (P24)', 'out-of-range', 'data.items[0].purity', item({ purity: 78 })],
  ['purity "78%" (P24)', 'wrong-type', 'data.items[0].purity', item({ purity: '78%' })],
  ['a substance by its Chinese name', 'unknown-code', 'data.items[0].substance', item({ substance: '海洛因' })],
  ['an unknown substance without name', 'missing', 'data.items[0].name', item({ substance: 'other' })],
  ['a known substance with a name', 'unknown-key', 'data.items[0].name', item({ name: 'x' })],
  ['a name of 41 characters', 'wrong-type', 'data.items[0].name', item({ substance: 'other', name: '某'.repeat(41) })],
  ['a name with a line break', 'wrong-type', 'data.items[0].name', item({ substance: 'other', name: 'a\nb' })],
  ['a name of blanks', 'missing', 'data.items[0].name', item({ substance: 'other', name: '　' })],
  ['nothing seized', 'out-of-range', 'data.items', aSeizure({ items: [] })],
  ['an aggregate of 0', 'out-of-range', 'data.events', aSeizure({ events: 0 })],

  ['obtained at a moment', 'wrong-type', 'data.obtainedOn', aTip({ obtainedOn: '2026-05-01T08:00:00+08:00' })],
  ['grade E', 'unknown-code', 'data.grade', aTip({ grade: 'E' })],
  [
    'a withdrawal for a mood',
    'unknown-code',
    'data.reason',
    message(changed('duqing.case.withdrawn.v1', { data: { reason: 'tired' } })),
  ],
  [
    'a withdrawal by an area that is none',
    'source-outside-area',
    'source',
    message(changed('duqing.case.withdrawn.v1', { source: '/990199/police' })),
  ],
];

const RETURNS: Row[] = [
  [
    "a withdrawal of a neighbour's return",
    'source-outside-area',
    'source',
    message(changed('duqing.return.withdrawn.v1', { source: '/990103/justice' })),
  ],
  ['an unknown measure', 'unknown-measure', 'data.measure', aReturn({ measure: 'happiness' })],
  ['a measure that reads another', 'unknown-measure', 'data.measure', aReturn({ measure: 'execution-rate-rising' })],
  ['an impossible quarter', 'wrong-type', 'data.period', aReturn({ period: '2026Q5' })],
  ['a half-year for a quarterly item', 'period-not-native', 'data.period', aReturn({ period: '2026H1' })],
  ['a quarter for a half-yearly item', 'period-not-native', 'data.period', aReturn({ measure: 'inspection-class-b' })],
  ['a quarter of population', 'period-not-native', 'data.period', aReturn({ measure: 'population' })],
  ['the creation period', 'wrong-type', 'data.period', aReturn({ period: 'creation' })],
  [
    'another subject',
    'subject-mismatch',
    'subject',
    message(changed(RETURN, { subject: '990101/lost-contact-rate/2026Q1' })),
  ],
  ['a ratio without denominator', 'return-shape', 'data.denominator', aReturn({ denominator: withheld })],
  ['a ratio with a value', 'return-shape', 'data.value', aReturn({ value: 3 })],
  ['a ratio that is nil and not', 'return-shape', 'data.numerator', aReturn({ nil: true })],
  ['a numerator with its denominator', 'return-shape', 'data.denominator', aReturn({ measure: 'enterprise-grading' })],
  [
    'a count without value',
    'return-shape',
    'data.value',
    aReturn({ measure: 'transport-inspections', numerator: withheld, denominator: withheld }),
  ],
  [
    'a count that says yes',
    'return-shape',
    'data.value',
    aReturn({ measure: 'transport-inspections', numerator: withheld, denominator: withheld, value: true }),
  ],
  [
    'a flag that says 1',
    'return-shape',
    'data.value',
    aReturn({ measure: 'transit-hub', numerator: withheld, denominator: withheld, value: 1 }),
  ],
  [
    'nil on a flag',
    'return-shape',
    'data.nil',
    aReturn({ measure: 'transit-hub', numerator: withheld, denominator: withheld, nil: true }),
  ],
  ['nil false', 'unknown-code', 'data.nil', aReturn({ numerator: withheld, denominator: withheld, nil: false })],
  [
    'a negative count',
    'out-of-range',
    'data.value',
    aReturn({ measure: 'transport-inspections', numerator: withheld, denominator: withheld, value: -1 }),
  ],
  ['half a person', 'wrong-type', 'data.numerator', aReturn({ numerator: 2.5 })],
  ['a part above its whole', 'numerator-over-denominator', 'data.numerator', aReturn({ numerator: 81 })],
  ['a part of nothing', 'numerator-over-denominator', 'data.numerator', aReturn({ numerator: 1, denominator: 0 })],
  [
    'attested after the day of time',
    'attested-after-time',
    'data.through',
    message(changed(ATTESTATION, { time: '2026-06-29T23:59:59+08:00' })),
  ],
  [
    'attested through a day before the period',
    'out-of-range',
    'data.through',
    anAttestation({ through: '2026-03-31' }),
  ],
  ['attested through a day after the period', 'out-of-range', 'data.through', anAttestation({ through: '2026-07-01' })],
  ['attested for a year', 'period-not-native', 'data.period', anAttestation({ period: '2026' })],
  [
    'an attestation under another subject',
    'subject-mismatch',
    'subject',
    message(changed(ATTESTATION, { subject: '990101/seizures/2026Q2' })),
  ],
  ['returns as a feed', 'unknown-code', 'data.feed', anAttestation({ feed: 'returns' })],
];

const RECEIPT: Row[] = [
  ['received tomorrow', 'received-in-future', 'receivedtime', replayed('2026-07-21T12:00:00+08:00'), replay],
  ['received at the cut-off', 'received-before-sealed', 'receivedtime', replayed('2026-07-01T00:00:00+08:00'), sealed],
  ['received at no moment', 'wrong-type', 'receivedtime', replayed('2026-07-01'), context],
];

const PERSONAL: Row[] = [
  ['a mobile number as subject', 'personal-data', 'subject', envelope({ subject: '13800000000' })],
  ['a mobile number in the id', 'personal-data', 'id', envelope({ id: 'c-13800000000' })],
  ['an ID number in reports', 'personal-data', 'data.reports[0]', aCase({ reports: ['000000199001011234'] })],
  ['a card as case', 'personal-data', 'data.case', aSeizure({ case: '4111111111111111' })],
  [
    'a mobile number in a name',
    'personal-data',
    'data.items[0].name',
    item({ substance: 'other', name: '粉 13800000000' }),
  ],
  [
    'a mobile number in wide digits',
    'personal-data',
    'data.items[0].name',
    item({ substance: 'other', name: '１３８００００００００' }),
  ],
  [
    'a mobile number in escapes',
    'personal-data',
    'data.reports[0]',
    caseText('i-990101-77', '\\u0031380000000\\u0030'),
  ],
  ['a mobile number in an unknown key', 'personal-data', 'data.remark', aCase({ remark: 'call 13800000000' })],
];

describe('one fault each', () => {
  const rows = [...BYTES, ...ENVELOPE, ...DATA, ...RETURNS, ...RECEIPT, ...PERSONAL];

  it.each(rows)('%s: %s at %j', (_fault, code, field, faulty, at = context) => {
    const reject = given.refused(faulty, at);
    expect([reject.code, reject.field]).toEqual([code, field]);
    expect(reject.reason.zh).toMatch(/\p{Script=Han}/u);
    expect(reject.reason.en).toMatch(/^[^\p{Script=Han}]+$/u);
    expect(reject.reason.en.startsWith(field)).toBe(true);
  });

  it('every code is reached', () => {
    // what the store says of a valid message is no finding of the validator
    const all: Record<Exclude<RejectCode, 'store-refused'>, true> = {
      'null-value': true,
      'not-utf8': true,
      'not-json': true,
      'not-an-object': true,
      'too-large': true,
      'too-deep': true,
      'unknown-type': true,
      'unknown-version': true,
      'wrong-topic': true,
      'unknown-key': true,
      missing: true,
      'wrong-type': true,
      'out-of-range': true,
      'unknown-code': true,
      'impossible-date': true,
      'no-offset': true,
      'order-of-dates': true,
      'unknown-region': true,
      'source-outside-area': true,
      'subject-mismatch': true,
      'key-mismatch': true,
      'unknown-measure': true,
      'period-not-native': true,
      'return-shape': true,
      'numerator-over-denominator': true,
      'personal-data': true,
      'received-in-future': true,
      'received-before-sealed': true,
      'attested-after-time': true,
      'not-caused-by-user': true,
    };
    expect([...new Set(rows.map(([, code]) => code))].sort()).toEqual(Object.keys(all).sort());
  });
});

describe('what a reject tells', () => {
  it('says what a right value looks like, in both languages', () => {
    const { reason } = given.refused(aCase({ filedAt: '2026-05-03T08:00:00+08' }));
    expect(reason.en).toContain('2026-05-20T16:30:00+08:00');
    expect(reason.zh).toContain('立案时间');
    expect(reason.zh).toContain('2026-05-20T16:30:00+08:00');
  });

  it('names the sender as far as it could be read', () => {
    const { source, id, type, subject } = given.refused(aCase({ remark: 'x' }));
    expect({ source, id, type, subject }).toEqual({
      source: '/990101/police',
      id: 'c-1',
      type: CASE,
      subject: '990101-2026-0001',
    });
    expect(given.refused(raw(null)).source).toBeNull();
  });
});
