import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rejectViews } from '../src/core/rejects.ts';
import { NOW, reject } from './fixture.ts';

const one = (over: Parameters<typeof reject>[0]) => rejectViews([reject(over)])[0];

test('newest first, absent source and id as null, moment in +08:00', () => {
  const views = rejectViews([
    reject({ offset: '1', received_at: NOW - 5 }),
    reject({ offset: '2', source: '', id: '' }),
  ]);
  expect(views.map(({ offset, source, id }) => [offset, source, id])).toEqual([
    ['2', null, null],
    ['1', '/990102/police', 'c-1'],
  ]);
  expect(views[0]?.receivedAt).toBe('2026-10-26T08:00:00.000+08:00');
});

test.each([
  ['its topic', { topic: 'duqing.intelligence' }],
  ['its type, on another topic', { type: 'duqing.intelligence.recorded.v1' }],
  [
    'its text, where the type could not be read',
    { type: '', text: '{"type":"duqing.intelligence.recorded.v1","id":"i-77"}' },
  ],
  ['its text, where it is broken JSON', { type: '', text: '{"type":"duqing.intelligence.recorded.v1","id":"i-77"' }],
  ['its text in escapes', { type: '', text: '{"type":"duqing.\\u0069ntelligence.recorded.v1","id":"i-77"}' }],
])('a message about intelligence by %s is withheld with its id', (_, over) => {
  const view = one(over);
  expect(view).toMatchObject({ payload: null, id: null, withheld: true });
});

test('what ties a case to a tip is taken out, the rest stays', () => {
  const view = one({ text: '{"id":"c-1","data":{"region":"990102","reports":["i-990102-77"]}}' });
  expect(view?.payload).not.toContain('i-990102-77');
  expect(JSON.parse(view?.payload ?? '')).toEqual({ id: 'c-1', data: { region: '990102', reports: ['…'] } });
});

test('other payloads are shown as they came; bytes that are no text as base64', () => {
  expect(one({ text: '{"a":1' })?.payload).toBe('{"a":1');
  expect(one({ payload: Buffer.from([0xff, 0xfe]).toString('base64') })?.payload).toBe('//4=');
});

test('no report of a case is ever shown, however the message is made', () => {
  const text = fc.tuple(fc.jsonValue(), fc.constantFrom('', ',', '}', ']')).map(([value, rest]) => {
    const event = { id: 'c-1', data: { reports: ['i-990102-77'], other: value } };
    return JSON.stringify(event) + rest;
  });
  fc.assert(
    fc.property(text, (made) => {
      expect(one({ text: made })?.payload ?? '').not.toContain('i-990102-77');
    }),
  );
});
