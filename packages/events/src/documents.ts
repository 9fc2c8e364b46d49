import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { z } from 'zod';
import { sortedKeys } from './canonical.ts';
import { EVENT_TYPES, type EventType } from './registry.ts';

const VERSION = '1.0.0';
const RULES =
  'What a schema cannot say (order of dates, areas, native periods, shapes of returns, personal data) is checked on arrival too.';

/** Every generated file by its path under `generated/`: one JSON Schema for each type, and the AsyncAPI document. */
export function documents(): Map<string, string> {
  const schemas = EVENT_TYPES.map((entry): [string, string] => [schemaPath(entry), json(schemaOf(entry))]);
  return new Map([
    ...schemas,
    [
      'asyncapi.yaml',
      stringify(sortedKeys(asyncApi()), { aliasDuplicateObjects: false, lineWidth: 0, compat: 'yaml-1.1' }),
    ],
  ]);
}

function schemaPath({ type }: EventType): string {
  return `schemas/${type}.json`;
}

function schemaOf({ type, schema }: EventType): unknown {
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-7' });
  return { $schema, $id: `urn:${type.replaceAll('.', ':')}`, title: type, ...body };
}

function asyncApi(): object {
  const topics = [...new Set(EVENT_TYPES.map(({ topic }) => topic))];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Duqing: what arrives', version: VERSION, description: `CloudEvents 1.0 over Kafka. ${RULES}` },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(topics.map((topic) => [topic, channelOf(topic)])),
    operations: Object.fromEntries(topics.map((topic) => [`receive.${topic}`, operationOf(topic)])),
    components: { messages: Object.fromEntries(EVENT_TYPES.map((entry) => [entry.type, messageOf(entry)])) },
  };
}

function typesOf(topic: string): EventType[] {
  return EVENT_TYPES.filter((entry) => entry.topic === topic);
}

function channelOf(topic: string): object {
  const messages = typesOf(topic).map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]);
  return {
    address: topic,
    messages: Object.fromEntries(messages),
    bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
  };
}

function operationOf(topic: string): object {
  const messages = typesOf(topic).map(({ type }) => ({ $ref: `#/channels/${topic}/messages/${type}` }));
  return { action: 'receive', channel: { $ref: `#/channels/${topic}` }, messages };
}

function messageOf(entry: EventType): object {
  const { type } = entry;
  return {
    name: type,
    contentType: 'application/cloudevents+json',
    payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: { $ref: `./${schemaPath(entry)}` } },
    bindings: { kafka: { key: { type: 'string', description: 'the subject, or null' }, bindingVersion: '0.5.0' } },
    examples: [
      { payload: JSON.parse(readFileSync(new URL(`../examples/${type}.json`, import.meta.url), 'utf8')) as unknown },
    ],
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(sortedKeys(value), null, 2)}\n`;
}
