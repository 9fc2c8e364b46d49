import { createHash } from 'node:crypto';
import { dayOf } from '@duqing/calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, dayIn, EVENT_TYPES, milestonesOf, validate } from '../src/index.ts';
import * as given from './given.ts';
import {
  ATTESTATION,
  CASE,
  RETURN,
  SEIZURE,
  accepted,
  bytes,
  changed,
  context,
  example,
  message,
  withheld,
} from './given.ts';

describe('what is accepted', () => {
  it.each(EVENT_TYPES.map(({ type, family, withdrawn }) => [type, family, withdrawn] as const))(
    'the example of %s, as it was sent and without a flag',
    (type, family, withdrawn) => {
      const { event, flags } = accepted(message(example(type)));
      expect(event).toMatchObject({ type, family, withdrawn, data: example(type).data, simulated: false });
      expect(flags).toEqual([]);
    },
  );

  it.each([
    ['a case by its city', { source: '/990100/police' }],
    ['a case by a part of the county police', { source: '/990101/police/squad-2' }],
    ['a simulated case', { simulated: true }],
    ['JSON with its charset', { datacontenttype: 'application/json; charset=utf-8' }],
    ['no content type', { datacontenttype: withheld }],
    ['solved on the day it was filed', { data: { filedAt: '2026-05-03T23:00:00+08:00', solvedAt: '2026-05-03' } }],
    [
      'filed on a date, solved that morning',
      { data: { filedAt: '2026-05-03', solvedAt: '2026-05-03T00:00:00+08:00' } },
    ],
    ['not solved', { data: { solvedAt: withheld, solvedBy: withheld } }],
    ['a subject of 80 characters', { subject: 'a'.repeat(80) }],
  ])('%s', (_what, change) => expect(() => accepted(message(changed(CASE, change)))).not.toThrow());

  const bare = { numerator: withheld, denominator: withheld };
  it.each([
    ['a ratio', {}],
    ['a ratio of nothing', { numerator: 0, denominator: 0 }],
    ['a ratio, nil', { ...bare, nil: true }],
    ['a ratio above one where its entry allows it', { measure: 'task-completion', numerator: 9, denominator: 8 }],
    ['a reported total', { measure: 'lost-contact-rate:reported-total' }],
    ['a half-year', { measure: 'inspection-class-b', period: '2026H1' }],
    ['a numerator alone', { measure: 'enterprise-grading', denominator: withheld }],
    ['a count of 0', { ...bare, measure: 'transport-inspections', value: 0 }],
    ['a count, nil', { ...bare, measure: 'transport-inspections', nil: true }],
    ['incidents without a case', { ...bare, measure: 'zero-diversion:incidents', value: 1 }],
    ['population of a year', { ...bare, measure: 'population', period: '2025', value: 1_300_000 }],
    ['a flag that says no', { ...bare, measure: 'transit-hub', value: false }],
  ])('%s', (_what, data) => expect(() => accepted(message(changed(RETURN, { data })))).not.toThrow());

  it('a province for itself', () => {
    const data = { region: '990000', measure: 'population', period: '2025', ...bare, value: 9 };
    expect(() => accepted(message(changed(RETURN, { source: '/990000/statistics', data })))).not.toThrow();
  });

  it('a feed attested through today, while the quarter runs', () => {
    const change = { time: '2026-06-12T00:00:00+08:00', data: { through: '2026-06-12' } };
    expect(() => accepted(message(changed(ATTESTATION, change)))).not.toThrow();
  });

  it('the key where it is the subject', () => {
    const key = bytes('990101-2026-0001');
    expect(() => accepted(message(example(CASE), { key }))).not.toThrow();
  });
});

describe('binary mode', () => {
  const { data, ...attributes } = changed(CASE, { simulated: true });
  const headers = Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== 'datacontenttype')
      .map(([name, value]) => [`ce_${name}`, bytes(String(value))]),
  );
  const binary = (more: Record<string, Uint8Array>) =>
    message(attributes, { value: bytes(JSON.stringify(data)), headers: { ...headers, ...more } });

  it('reads the same event as structured mode', () => {
    const both = [binary({ 'content-type': bytes('application/json') }), message({ ...attributes, data })];
    const [first, second] = both.map((raw) => accepted(raw));
    expect(first).toEqual(second);
  });
  it('needs no content type', () => expect(() => accepted(binary({}))).not.toThrow());
  it('refuses another one', () =>
    expect(given.refused(binary({ 'content-type': bytes('text/xml') })).field).toBe('datacontenttype'));
  it('refuses an unknown attribute', () =>
    expect(given.refused(binary({ ce_traceparent: bytes('00-1') }))).toMatchObject({
      code: 'unknown-key',
      field: 'traceparent',
    }));
  it('names a missing attribute', () => {
    const { ce_id, ...rest } = headers;
    expect(ce_id).toBeDefined();
    const raw = message(attributes, { value: bytes(JSON.stringify(data)), headers: rest });
    expect(given.refused(raw)).toMatchObject({ code: 'missing', field: 'id', subject: '990101-2026-0001' });
  });
  it('leaves headers of others alone', () =>
    expect(() => accepted(binary({ traceparent: bytes('00-1') }))).not.toThrow());
  it('is not meant where the content type says structured', () => {
    const raw = message(example(CASE), {
      headers: { 'content-type': bytes('application/cloudevents+json; charset=utf-8') },
    });
    expect(() => accepted(raw)).not.toThrow();
  });
});

describe('receipt', () => {
  const event = changed(CASE, { receivedtime: '2026-06-01T08:00:00Z' });
  const earlier = Date.parse('2026-06-01T08:00:00Z');

  it('is the append time', () => expect(accepted(message(example(CASE))).event.receivedAt).toBe(given.NOW));
  it('is the append time though another is claimed', () =>
    expect(accepted(message(event)).event.receivedAt).toBe(given.NOW));
  it('is what a replay says', () => {
    const sealedUntil = earlier - 1;
    expect(accepted(message(event), { ...context, replay: true, sealedUntil }).event.receivedAt).toBe(earlier);
  });
  it('is the append time where a replay says nothing', () =>
    expect(accepted(message(example(CASE)), { ...context, replay: true }).event.receivedAt).toBe(given.NOW));
});

function milestonesWith(change: given.Fields) {
  const unsolved = { solvedAt: withheld, solvedBy: withheld };
  return milestonesOf(accepted(message(changed(CASE, { data: { ...unsolved, ...change } }))).event);
}

describe('occurred days (P14)', () => {
  it.each([
    ['2024-06-30', '2024-06-30'],
    ['2024-06-30T00:00:00+08:00', '2024-06-30'],
    ['2024-06-30T23:59:59.999+08:00', '2024-06-30'],
    ['2024-07-01T00:00:00+08:00', '2024-07-01'],
    ['2024-06-30T15:59:59.999Z', '2024-06-30'],
    ['2024-06-30T16:00:00Z', '2024-07-01'],
    ['2024-06-30T12:00:00-05:00', '2024-07-01'],
  ])('%s is the day %s', (filedAt, day) =>
    expect(milestonesWith({ filedAt })).toEqual([{ field: 'data.filedAt', at: filedAt, day }]),
  );

  it('a case has the day it was filed and the day it was solved', () =>
    expect(milestonesOf(accepted(message(example(CASE))).event).map(({ day }) => day)).toEqual([
      '2026-05-03',
      '2026-05-20',
    ]));
  it('a seizure has one, though it holds several drugs (P22)', () =>
    expect(milestonesOf(accepted(message(example(SEIZURE))).event)).toHaveLength(1));
  it('a return stands at its last day', () =>
    expect(milestonesOf(accepted(message(example(RETURN))).event).map(({ day }) => day)).toEqual(['2026-06-30']));
  it('a withdrawal has none', () =>
    expect(milestonesOf(accepted(message(example('duqing.case.withdrawn.v1'))).event)).toEqual([]));
});

describe('the day of a moment', () => {
  it('is that of its instant in Asia/Shanghai, in whatever offset it is written', () => {
    const instants = fc.date({ min: new Date('1985-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom('+08:00', '+09:00', '-03:30', 'Z'), (instant, offset) => {
        const text = instant.toISOString().replace('Z', offset);
        expect(dayIn(text)).toBe(dayOf(Date.parse(text)));
      }),
    );
  });
});

describe('the hash of the data', () => {
  it('is SHA-256 of the canonical JSON', () => {
    const { event } = accepted(message(example(RETURN)));
    const text =
      '{"denominator":80,"department":"justice","measure":"lost-contact-rate","numerator":3,"period":"2026Q2","region":"990101","revision":1}';
    expect([event.dataText, canonicalJson(event.data)]).toEqual([text, text]);
    expect(event.dataHash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('does not depend on the order of keys, blanks or the way a number is written', () => {
    const compact = '{"b":[1,{"d":2.5,"c":"你"}],"a":true}';
    const spaced = '{ "a": true, "b": [ 1.0, { "c": "\\u4f60", "d": 25e-1 } ] }';
    expect(canonicalJson(JSON.parse(spaced))).toBe(canonicalJson(JSON.parse(compact)));
  });

  it('reads back as the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('flags', () => {
  type Row = [doubt: string, type: string, change: given.Change, flags: string[]];
  const kilo = { value: 1, unit: 'kg' };
  const rows: Row[] = [
    [
      'cultivation of unknown scale',
      CASE,
      { data: { category: 'cultivation', largeScale: withheld } },
      ['attribute-missing data.largeScale'],
    ],
    [
      'manufacturing, control unknown',
      CASE,
      { data: { category: 'manufacturing', preControlled: withheld } },
      ['attribute-missing data.preControlled'],
    ],
    [
      'precursors made, control unknown',
      CASE,
      { data: { category: 'precursor-manufacturing', preControlled: withheld } },
      ['attribute-missing data.preControlled'],
    ],
    [
      'other, cause unknown',
      CASE,
      { data: { category: 'other', causedByUser: withheld } },
      ['attribute-missing data.causedByUser'],
    ],
    ['trafficking, cause not said', CASE, { data: { causedByUser: withheld } }, []],
    [
      'caused by a user, nothing more known',
      CASE,
      { data: { causedByUser: true, severity: withheld, outOfSupervision: withheld } },
      ['attribute-missing data.severity', 'attribute-missing data.outOfSupervision'],
    ],
    ['persons unknown', CASE, { data: { persons: withheld } }, ['attribute-missing data.persons']],
    [
      'persons half known',
      CASE,
      { data: { persons: { involved: 2 } } },
      ['attribute-missing data.persons.minors', 'attribute-missing data.persons.pupils'],
    ],
    ['users not counted', CASE, { data: { persons: { involved: 2, minors: 0, pupils: 0 } } }, []],
    [
      'a quantity of 0',
      SEIZURE,
      { data: { items: [{ substance: 'heroin', quantity: { value: 0, unit: 'g' } }] } },
      ['quantity-zero data.items[0].quantity.value'],
    ],
    ...(
      [
        ['tons written in grams', 5_000_001, 'g', 1, true],
        ['five tons', 5_000_000, 'g', 1, false],
        ['ten tons of two seizures', 10_000_000, 'g', 2, false],
        ['a kilogram in milligrams', 1_000_000, 'mg', 1, false],
        ['more than that in milligrams', 1_000_001, 'mg', 1, true],
        ['less than a gram in kilograms', 0.0009, 'kg', 1, true],
        ['half a plant', 0.5, 'plant', 1, true],
      ] as const
    ).map(([name, value, unit, events, isDoubtful]): [string, string, given.Change, string[]] => [
      name,
      SEIZURE,
      { data: { events, items: [{ substance: 'heroin', quantity: { value, unit } }] } },
      [
        ...(events > 1 ? ['aggregate data.events'] : []),
        ...(isDoubtful ? ['quantity-implausible data.items[0].quantity'] : []),
      ],
    ]),
    [
      'an unknown substance, second in the list',
      SEIZURE,
      {
        data: {
          items: [
            { substance: 'heroin', quantity: kilo },
            { substance: 'other', name: '某新型物质', quantity: kilo },
          ],
        },
      },
      ['substance-unknown data.items[1].substance'],
    ],
    ['an aggregate', SEIZURE, { data: { events: 12 } }, ['aggregate data.events']],
    ['an aggregate of one', SEIZURE, { data: { events: 1 } }, []],
    [
      'a report of an unknown substance',
      given.INTELLIGENCE,
      { data: { substances: ['ketamine', 'other'] } },
      ['substance-unknown data.substances[1]'],
    ],
    ['a renamed area', CASE, { source: '/990100/police', data: { region: '990121' } }, ['region-ended data.region']],
    [
      'a renamed area, by its successor',
      CASE,
      { source: '/990102/police', data: { region: '990121' } },
      ['region-ended data.region'],
    ],
    ['a divided area', CASE, { source: '/990100/police', data: { region: '990122' } }, ['region-unplaced data.region']],
    [
      'filed tomorrow',
      CASE,
      { data: { filedAt: '2026-07-21', solvedAt: withheld } },
      ['occurred-in-future data.filedAt'],
    ],
    ['filed a minute ago', CASE, { data: { filedAt: '2026-07-20T11:59:00+08:00', solvedAt: withheld } }, []],
    [
      'filed in a minute',
      CASE,
      { data: { filedAt: '2026-07-20T12:01:00+08:00', solvedAt: withheld } },
      ['occurred-in-future data.filedAt'],
    ],
    ['filed today', CASE, { data: { filedAt: '2026-07-20', solvedAt: withheld } }, []],
    ['filed more than ten years ago', CASE, { data: { filedAt: '2016-07-19' } }, ['occurred-long-ago data.filedAt']],
    ['filed ten years ago', CASE, { data: { filedAt: '2016-07-20' } }, []],
    ['a return of a running period', RETURN, { data: { period: '2026Q3' } }, []],
    ['a return of a period to come', RETURN, { data: { period: '2026Q4' } }, ['occurred-in-future data.period']],
    ['a return of a year long past', RETURN, { data: { period: '2016Q2' } }, ['occurred-long-ago data.period']],
    [
      'a feed attested through tomorrow by a clock that runs ahead',
      ATTESTATION,
      { time: '2026-08-01T00:00:00+08:00', data: { period: '2026Q3', through: '2026-07-21' } },
      ['occurred-in-future data.through'],
    ],
  ];

  it.each(rows)('%s', (_doubt, type, change, flags) =>
    expect(accepted(message(changed(type, change))).flags.map(({ code, field }) => `${code} ${field}`)).toEqual(flags),
  );
});

describe('arbitrary input', () => {
  it('bytes never make it throw, and none is accepted by chance', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        expect(validate(message({}, { value }), context).ok).toBe(false);
      }),
    );
  });

  it('nor does JSON, nor a right event with one value put in anywhere', () => {
    const whole = example(SEIZURE);
    const paths = [...Object.keys(whole), ...Object.keys(whole.data).map((key) => `data.${key}`)];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const [outer = '', inner] = path.split('.');
        const event =
          inner === undefined ? { ...whole, [outer]: value } : { ...whole, data: { ...whole.data, [inner]: value } };
        expect(() => validate(message(event, { topic: 'duqing.seizures' }), context)).not.toThrow();
      }),
    );
  });

  it('nor do headers and keys', () => {
    const headers = fc.dictionary(
      fc.constantFrom('ce_id', 'ce_type', 'ce_subject', 'content-type', 'x'),
      fc.uint8Array(),
    );
    fc.assert(
      fc.property(headers, fc.option(fc.uint8Array()), (given, key) => {
        expect(() => validate(message(example(CASE), { headers: given, key }), context)).not.toThrow();
      }),
    );
  });

  it('the same message says the same twice', () => {
    const raw = message(example(SEIZURE));
    expect(validate(raw, context)).toEqual(validate(raw, context));
  });
});
