import { Substances } from '@duqing/substances';
import { validate, type MeasureContract, type RawMessage, type ValidationContext } from '@duqing/events';
import { RegionTable } from '@duqing/regions';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  arbitraryHistory,
  asMessages,
  attestation,
  caseEvent,
  intelligenceEvent,
  returnEvent,
  seizureEvent,
  SEMANTIC_EXAMPLES,
  tinyDeployment,
  withdrawal,
  type ReferenceRecord,
} from '../src/index.ts';
import { ITEMS, type Item } from '../src/model/table.ts';

const QUARTERLY: MeasureContract['periods'] = ['quarter'];

function contract(id: string, takes: MeasureContract['takes'], periods = QUARTERLY): MeasureContract {
  return { id, takes, periods, overOne: false, refused: null, compared: false };
}

function takesOf({ kind, denominatorHelper }: Item): MeasureContract['takes'] {
  if (kind === 'flag') return 'flag';
  if (kind !== 'ratio') return 'value';
  return denominatorHelper ? 'numerator' : 'ratio';
}

function contractsOf(item: Item): MeasureContract[] {
  const total = contract(`${item.id}:reported-total`, 'value');
  if (item.source === 'case+return') return [contract(`${item.id}:incidents`, 'value'), total];
  if (item.source !== 'return') return [contract(item.id, item.kind === 'ratio' ? 'ratio' : 'value'), total];
  const periods = (['quarter', 'half', 'year'] as const).filter(
    (kind) => item.cells.includes(kind) || (kind === 'quarter' && item.cells.includes('ytd')),
  );
  return [contract(item.id, takesOf(item), periods), total];
}

const MEASURES = [
  ...ITEMS.flatMap(contractsOf),
  contract('population', 'value', ['year']),
  contract('new-users-found', 'value'),
  contract('precursor-enterprises', 'value'),
];
const CONTEXT: ValidationContext = {
  regions: new RegionTable(tinyDeployment.regions[0]?.value ?? []),
  substances: new Substances(),
  codePattern: new RegExp(tinyDeployment.codePattern),
  measures: new Map(MEASURES.map((measure) => [measure.id, measure])),
  now: Date.parse('2029-01-01T00:00:00Z'),
  replay: true,
  sealedUntil: null,
};

/** Records that the validator refuses, with its reason; a changed moment of receipt counts as one. */
function refused(records: readonly ReferenceRecord[]): string[] {
  return asMessages(records).flatMap(({ topic, key, value }, index) => {
    const message: RawMessage = {
      topic,
      partition: 0,
      offset: String(index),
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers: {},
      appendedAt: CONTEXT.now,
    };
    const found = validate(message, CONTEXT);
    if (!found.ok) return [`${found.reject.code} ${found.reject.field}: ${value}`];
    return found.event.receivedAt === records[index]?.receivedAt ? [] : [`received at another moment: ${value}`];
  });
}

test('builders give valid events by default', () => {
  const returned = returnEvent({ measure: 'lost-contact-rate', period: '2026Q2', numerator: 3, denominator: 80 });
  const all = [caseEvent(), seizureEvent(), intelligenceEvent(), returned, attestation({ period: '2026Q2' })];
  expect(refused([...all, ...all.slice(0, 4).map((record) => withdrawal(record))])).toEqual([]);
});

test.each(SEMANTIC_EXAMPLES.map(({ name, records }) => [name, records] as const))(
  'valid events: %s',
  (_name, records) => {
    expect(refused(records)).toEqual([]);
  },
);

test('every generated history is valid', () => {
  fc.assert(
    fc.property(arbitraryHistory(), (records) => {
      expect(refused(records)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
