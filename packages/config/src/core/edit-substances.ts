import type { Flat, ValueOf } from './flat.ts';
import { pairOf, refuse } from './words.ts';

type Table = ValueOf<'substances'>;
type Entry = Table[number];

const KEYS = ['name', 'synonyms', 'dimensions', 'baseline', 'threshold'];
const DIMENSIONS = ['mass', 'volume', 'tablets', 'plants'] as const;

/** The table that lines say; a new code is not commonly known and without a threshold unless it says otherwise. */
export function substancesOf(flat: Flat, { base, source }: { base: Table; source: string }): Table {
  const held = new Map(base.map((entry) => [entry.code, entry]));
  const rows = new Map<string, Map<string, string>>();
  for (const [key, text] of flat) {
    const [code = '', name = ''] = key.split('.');
    if (!KEYS.includes(name))
      refuse('set', `${key}: 应为 代码.${KEYS.join(' 或 代码.')}`, `${key}: not CODE.${KEYS.join(', CODE.')}`);
    rows.set(code, (rows.get(code) ?? new Map()).set(name, text));
  }
  return [...rows].map(([code, row]) => entryOf(code, row, { held: held.get(code), source }));
}

function entryOf(
  code: string,
  row: ReadonlyMap<string, string>,
  { held, source }: { held: Entry | undefined; source: string },
): Entry {
  const text = (name: string, otherwise: string): string => row.get(name) ?? otherwise;
  const synonyms = text('synonyms', 'none');
  return {
    code,
    name: pairOf(`${code}.name`, text('name', '')),
    synonyms: synonyms === 'none' ? [] : synonyms.split('|').map((one) => one.trim()),
    dimensions: dimensionsOf(`${code}.dimensions`, text('dimensions', 'mass')),
    baseline: yesOrNo(`${code}.baseline`, text('baseline', 'no')),
    threshold: thresholdOf(text('threshold', 'none'), { held, source }),
  };
}

/** Grams that stay keep where they are written. */
function thresholdOf(grams: string, { held, source }: { held: Entry | undefined; source: string }): Entry['threshold'] {
  if (grams === 'none') return null;
  return held?.threshold?.grams === grams ? held.threshold : { grams, source };
}

function yesOrNo(key: string, text: string): boolean {
  if (text !== 'yes' && text !== 'no') refuse('set', `${key}: 应为 yes 或 no`, `${key}: not yes or no`);
  return text === 'yes';
}

function dimensionsOf(key: string, text: string): Entry['dimensions'] {
  const [first, ...rest] = text.split(',').map((one) => {
    const found = DIMENSIONS.find((known) => known === one.trim());
    return (
      found ?? refuse('set', `${key}: 应为 ${DIMENSIONS.join('、')}`, `${key}: not one of ${DIMENSIONS.join(', ')}`)
    );
  });
  return [first ?? 'mass', ...rest];
}
