import { isDeepStrictEqual } from 'node:util';
import { dayOf } from '@duqing/calendar';
import { glossary, INDICATORS, unitWord, type GlossaryEntry } from '@duqing/catalogue';
import type { Region, Setting } from '@duqing/regions';
import type { ItemNameRow, RegionNameRow } from '../schema-cells.ts';
import type { DimensionRow } from '../schema.ts';
import { identifier } from '../store/settings.ts';
import type { Store } from '../store/store.ts';

type Named = Omit<DimensionRow, 'gone' | 'written_at'>;

/**
 * Writes the names that boards show: areas of the setting, items and units of the catalogue; what is no longer among them goes.
 * To be called after `migrate` and whenever the configuration has changed; `writtenAt` (ms) of a later call must be greater.
 */
export async function writeDimensions(
  store: Store,
  { setting, writtenAt }: { setting: Setting; writtenAt: number },
): Promise<void> {
  const rows = [...regionRows(setting), ...indicatorRows(), ...unitRows()];
  const kept = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  const held = await store.query<DimensionRow>('SELECT * FROM dimensions FINAL');
  const gone = held.filter(({ kind, id }) => !kept.has(`${kind} ${id}`));
  await store.insert('dimensions', [
    ...rows.map((row) => ({ ...row, gone: false, written_at: writtenAt })),
    ...gone.map((row) => ({ ...row, gone: true, written_at: writtenAt })),
  ]);
  const named = [
    ...rows,
    ...gone.map(({ kind, id, position }) => ({ ...NOTHING, kind, id, name_zh: '', name_en: '', position })),
  ];
  await writeNames(store, 'region_names', namesOf(named, 'region').map(regionName));
  await writeNames(
    store,
    'item_names',
    namesOf(named, 'indicator').map((row) => ({ ...regionName(row), judged: row.judged })),
  );
}

function namesOf(rows: readonly Named[], kind: DimensionRow['kind']): Named[] {
  return rows.filter((row) => row.kind === kind);
}

function regionName({ id, name_zh, name_en, parent, level, position }: Named): RegionNameRow {
  return { id, name_zh, name_en, parent, level, position };
}

/** Names by code for boards to look up: only those that are not held so already, for every row written stays in memory. */
async function writeNames(store: Store, table: string, rows: readonly (RegionNameRow | ItemNameRow)[]): Promise<void> {
  const held = new Map(
    (await store.query<RegionNameRow>(`SELECT * FROM ${identifier(table)}`)).map((row) => [row.id, row]),
  );
  const changed = rows.filter((row) => !isDeepStrictEqual(row, held.get(row.id)));
  if (changed.length > 0) await store.insert(table, changed);
}

const NOTHING = { parent: '', level: '', levels: [], judged: false, detail_zh: '', detail_en: '' };

/** The city first, then its units by code; codes that are no unit today keep their name for old figures. */
function regionRows({ regions, city, asOf }: Setting): Named[] {
  const units = regions.unitsOf(city, dayOf(asOf));
  const current = [regions.get(city), ...units].filter((region) => region !== undefined);
  const others = regions.all().filter((region) => !current.includes(region));
  return [...current, ...others].map((region, position) => ({
    ...NOTHING,
    kind: 'region' as const,
    id: region.code,
    name_zh: region.name.zh,
    name_en: region.name.en,
    parent: region.parent ?? '',
    level: current.includes(region) ? region.level : levelOfOther(region),
    position,
  }));
}

function levelOfOther({ level }: Region): string {
  return level === 'province' ? 'province' : 'historical';
}

function indicatorRows(): Named[] {
  const [zh, en] = [glossary('zh'), glossary('en')];
  return INDICATORS.map((entry, position) => ({
    ...NOTHING,
    kind: 'indicator' as const,
    id: entry.id,
    name_zh: entry.name.zh,
    name_en: entry.name.en,
    parent: entry.columns.group,
    level: entry.columns.kind,
    levels: [...entry.levels],
    judged: entry.target !== null,
    position,
    detail_zh: definition(zh[position], ' / '),
    detail_en: definition(en[position], ' / '),
  }));
}

function definition(entry: GlossaryEntry | undefined, over: string): string {
  return entry ? [entry.numerator, entry.denominator].filter(Boolean).join(over) : '';
}

function unitRows(): Named[] {
  const units = [...new Set(INDICATORS.map(({ columns }) => columns.unit))];
  return units.map((id, position) => ({
    ...NOTHING,
    kind: 'unit' as const,
    id,
    name_zh: unitWord(id, 'zh'),
    name_en: unitWord(id, 'en'),
    detail_en: unitWord(id, 'en', 1),
    position,
  }));
}
