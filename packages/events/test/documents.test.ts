import { readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { documents } from '../src/documents.ts';
import { EVENT_TYPES } from '../src/index.ts';
import { example, withheld, changed, type Change } from './given.ts';

const generated = new URL('../generated/', import.meta.url);
const files = (folder: URL) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const types = EVENT_TYPES.map(({ type }) => type);
const ajv = new Ajv({ allErrors: true }).addVocabulary(['x-zh']);
formats.default(ajv);
const checks = new Map(
  types.map((type) => [type, ajv.compile(JSON.parse(documents().get(`schemas/${type}.json`) ?? ''))]),
);
const check = (type: string, event: unknown) => checks.get(type)?.(event);

describe('generated documents', () => {
  it.each([...documents()])('%s is committed as it is generated', (path, text) =>
    expect(readFileSync(new URL(path, generated), 'utf8')).toBe(text),
  );
  it('nothing else is committed', () => expect(files(generated)).toHaveLength(documents().size));

  it('every reference of the AsyncAPI document leads somewhere', () => {
    const text = documents().get('asyncapi.yaml') ?? '';
    const document = parse(text) as Record<string, unknown>;
    const references = [...text.matchAll(/\$ref: "?([^"\n]+)/g)].map(([, target = '']) => target);
    expect(references.length).toBeGreaterThan(types.length);
    const leads = (target: string): boolean => {
      if (!target.startsWith('#/')) return documents().has(target.slice(2));
      const steps = target.slice(2).split('/');
      return (
        undefined !==
        steps.reduce((node: unknown, key) => (node as Record<string, unknown> | undefined)?.[key], document)
      );
    };
    expect(references.filter((target) => !leads(target))).toEqual([]);
  });

  it('the AsyncAPI document has a channel for each topic and each type in its own', () => {
    const { channels } = parse(documents().get('asyncapi.yaml') ?? '') as {
      channels: Record<string, { messages: Record<string, unknown> }>;
    };
    const listed = Object.entries(channels).flatMap(([topic, { messages }]) =>
      Object.keys(messages).map((type) => [topic, type]),
    );
    expect(listed.sort()).toEqual(EVENT_TYPES.map(({ topic, type }) => [topic, type]).sort());
  });
});

describe('examples', () => {
  it('there is one of each type', () =>
    expect(readdirSync(new URL('../examples/', import.meta.url)).sort()).toEqual(
      types.map((type) => `${type}.json`).sort(),
    ));
  it.each(types)('%s fits its JSON Schema', (type) => {
    check(type, example(type));
    expect(checks.get(type)?.errors ?? []).toEqual([]);
  });
});

describe('a JSON Schema refuses what the validator refuses', () => {
  const CASE = 'duqing.case.recorded.v1';
  const SEIZURE = 'duqing.seizure.recorded.v1';
  it.each<[string, string, Change]>([
    ['an unknown key', CASE, { data: { remark: 'x' } }],
    ['no revision', CASE, { data: { revision: withheld } }],
    ['an hour-only offset (P19)', CASE, { data: { filedAt: '2026-05-03T08:00:00+08' } }],
    ['a time that does not exist', CASE, { time: '2026-02-30T08:00:00+08:00' }],
    ['an unknown code', CASE, { data: { category: 'theft' } }],
    [
      'purity 78 (P24)',
      SEIZURE,
      { data: { items: [{ substance: 'heroin', quantity: { value: 1, unit: 'g' }, purity: 78 }] } },
    ],
    ['quantity "" (P18)', SEIZURE, { data: { items: [{ substance: 'heroin', quantity: { value: '', unit: 'g' } }] } }],
  ])('%s', (_fault, type, change) => expect(check(type, changed(type, change))).toBe(false));
});
