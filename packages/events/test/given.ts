import { readFileSync } from 'node:fs';
import { Substances } from '@duqing/substances';
import { RegionTable, type Region } from '@duqing/regions';
import { validate, type MeasureContract, type RawMessage, type Reject, type ValidationContext } from '../src/index.ts';

/** Made-up places: a province, a city with three counties, one of them split and one renamed, and a city beside it. */
const REGIONS: Region[] = [
  region('990000', { parent: null, level: 'province', role: 'reference' }),
  region('990100', { parent: '990000', level: 'city' }),
  region('990101', {}),
  region('990102', { validFrom: '2020-01-01' }),
  region('990103', {}),
  region('990121', { role: 'historical', validTo: '2020-01-01', successors: ['990102'] }),
  region('990122', { role: 'historical', validTo: '2020-01-01', successors: ['990101', '990103'] }),
  region('990200', { parent: '990000', level: 'city' }),
  region('990201', { parent: '990200' }),
];

function region(code: string, change: Partial<Region>): Region {
  return {
    code,
    name: { zh: code, en: code },
    parent: '990100',
    level: 'county',
    role: 'monitored',
    validFrom: '1990-01-01',
    validTo: null,
    successors: [],
    source: 'made up',
    ...change,
  };
}

const MEASURES: MeasureContract[] = [
  measure('lost-contact-rate', { takes: 'ratio' }),
  measure('lost-contact-rate:reported-total', { takes: 'ratio' }),
  measure('task-completion', { takes: 'ratio', overOne: true }),
  measure('inspection-class-b', { takes: 'ratio', periods: ['half'] }),
  measure('enterprise-grading', { takes: 'numerator' }),
  measure('transport-inspections', { takes: 'value' }),
  measure('zero-diversion:incidents', { takes: 'value' }),
  measure('population', { takes: 'value', periods: ['year'] }),
  measure('transit-hub', { takes: 'flag' }),
  measure('execution-rate-rising', { takes: 'ratio', refused: 'reads execution-rate' }),
];

function measure(id: string, change: Partial<MeasureContract>): MeasureContract {
  return { id, takes: 'value', periods: ['quarter'], overOne: false, refused: null, compared: false, ...change };
}

export const NOW = Date.parse('2026-07-20T12:00:00+08:00');

export const context: ValidationContext = {
  regions: new RegionTable(REGIONS),
  substances: new Substances(),
  codePattern: /^99\d{4}$/,
  measures: new Map(MEASURES.map((contract) => [contract.id, contract])),
  now: NOW,
  replay: false,
  sealedUntil: null,
};

export type Fields = Record<string, unknown>;
export const withheld = Symbol('left out');

/** A change of a message: fields by name, `withheld` takes one away. */
export interface Change extends Fields {
  data?: Fields;
}

/** The committed example of a type, moved to the made-up county. */
export function example(type: string): Fields & { data: Fields } {
  const text = readFileSync(new URL(`../examples/${type}.json`, import.meta.url), 'utf8');
  return JSON.parse(text.replaceAll('330782', '990101')) as Fields & { data: Fields };
}

/** The example with one change; a return's subject follows its data unless the change names one. */
export function changed(type: string, { data = {}, ...attributes }: Change): Fields & { data: Fields } {
  const base = example(type);
  const whole: Fields & { data: Fields } = { ...base, ...attributes, data: without({ ...base.data, ...data }) };
  const { region: area, measure: item, feed, period } = whole.data;
  if (!('subject' in attributes) && period !== undefined) whole['subject'] = `${area}/${item ?? feed}/${period}`;
  return { ...without(whole), data: whole.data };
}

function without(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== withheld));
}

const TOPICS: Record<string, string> = {
  case: 'duqing.cases',
  seizure: 'duqing.seizures',
  intelligence: 'duqing.intelligence',
  return: 'duqing.returns',
  feed: 'duqing.returns',
};

export function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** A structured message in the topic of its type. */
export function message(event: unknown, change: Partial<RawMessage> = {}): RawMessage {
  const { type } = event as { type?: unknown };
  const topic = (typeof type === 'string' && TOPICS[type.split('.')[1] ?? '']) || 'duqing.cases';
  const value = bytes(JSON.stringify(event));
  return { topic, partition: 0, offset: '7', key: null, value, headers: {}, appendedAt: NOW, ...change };
}

/** Throws where the message is refused, so that a test shows why. */
export function accepted(raw: RawMessage, given: ValidationContext = context) {
  const result = validate(raw, given);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.reject)}`);
  return result;
}

export function refused(raw: RawMessage, given: ValidationContext = context): Reject {
  const result = validate(raw, given);
  if (result.ok) throw new Error(`accepted: ${JSON.stringify(result.event)}`);
  return result.reject;
}

export const CASE = 'duqing.case.recorded.v1';
export const SEIZURE = 'duqing.seizure.recorded.v1';
export const INTELLIGENCE = 'duqing.intelligence.recorded.v1';
export const RETURN = 'duqing.return.submitted.v1';
export const ATTESTATION = 'duqing.feed.attested.v1';
