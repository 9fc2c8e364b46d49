import { parsePeriod, type Period } from '@duqing/calendar';
import {
  glossary,
  INDICATORS,
  measureContracts,
  returnDue,
  unitWord,
  type Department,
  type Indicator,
} from '@duqing/catalogue';
import type { MeasureContract } from '@duqing/events';
import { FEED } from './columns.ts';
import { FEEDS, HELPERS, measureName } from './names.ts';

/** One figure that a department owes for one area and period, or a feed that it attests. */
export interface FormRow {
  region: string;
  areaName: string;
  /** a measure's id, or `feed:cases` */
  measure: string;
  name: string;
  period: string;
  takes: MeasureContract['takes'] | 'attestation';
  /** what the numerator, or the value, counts */
  counts: string;
  /** '' where the row has no denominator */
  outOf: string;
  unit: string;
  /** last day on which it is in time; '' where only the province knows */
  due: string;
}

export interface FormArea {
  code: string;
  name: string;
  level: 'county' | 'city';
}

export interface FormQuery {
  department: Department;
  period: string;
  areas: readonly FormArea[];
  calendar: Parameters<typeof returnDue>[2];
  /** items that do not concern an area are not asked of it; default: all concern all */
  isConcerned?: (query: { indicator: string; region: string }) => boolean;
}

const CONTRACTS = new Map(measureContracts().map((contract) => [contract.id, contract]));

/**
 * What a department returns for a period, item by item, area by area, and then the feeds that it attests; empty where the text is no
 * period or nothing is owed.
 */
export function formOf(query: FormQuery): FormRow[] {
  const period = parsePeriod(query.period);
  if (period === null || period === undefined) return [];
  const own = INDICATORS.filter(({ columns }) => columns.department === query.department);
  const owed = [...own.flatMap((entry) => measuresOf(entry)), ...helpersOf(own)].filter(({ contract }) =>
    contract.periods.some((native) => native === period.kind),
  );
  const returns = owed.flatMap((one) => rowsOf(one, { period, query }));
  return period.kind === 'quarter' ? [...returns, ...feedRows(own, query)] : returns;
}

interface Owed {
  /** the item by whose rules it is owed */
  entry: Indicator;
  contract: MeasureContract;
  levels: readonly string[];
  name: string;
  counts: string;
  outOf: string;
  unit: string;
}

function rowsOf(
  { entry, contract, levels, name, counts, outOf, unit }: Owed,
  { period, query: { areas, calendar, isConcerned = () => true } }: { period: Period; query: FormQuery },
): FormRow[] {
  const due = returnDue(entry.due, period, calendar) ?? '';
  return areas
    .filter(({ level, code }) => levels.includes(level) && isConcerned({ indicator: entry.id, region: code }))
    .map((area) => ({
      region: area.code,
      areaName: area.name,
      measure: contract.id,
      name,
      period: period.key,
      takes: contract.takes,
      counts,
      outOf,
      unit,
      due,
    }));
}

const TERMS = new Map(glossary('zh').map((entry) => [entry.id, entry]));

/** An item's own return, or that of its incidents without a case; one that is computed from others, or only compared, is not owed. */
function measuresOf(entry: Indicator): Owed[] {
  const { id, name, levels, columns, numerator_zh, denominator_zh } = entry;
  const incidents = CONTRACTS.get(`${id}:incidents`);
  if (incidents !== undefined) {
    const said = { name: measureName(incidents.id).zh, counts: '未立案的事件数', outOf: '', unit: '起' };
    return [{ entry, contract: incidents, levels, ...said }];
  }
  const contract = CONTRACTS.get(id);
  if (contract === undefined || contract.refused !== null || contract.compared) return [];
  // what a city's cell adds up from its counties is not asked of the city again
  const asked = columns.roll_up === 'sum' ? levels.filter((level) => level === 'county') : levels;
  return [
    {
      entry,
      contract,
      levels: asked.length > 0 ? asked : levels,
      name: TERMS.get(id)?.name ?? name.zh,
      counts: numerator_zh,
      outOf: contract.takes === 'ratio' ? denominator_zh : '',
      unit: unitOf(entry, contract),
    },
  ];
}

/** A ratio's parts are counted, whatever unit its value has. */
function unitOf({ act, columns }: Indicator, { takes }: MeasureContract): string {
  if (takes === 'flag') return '是/否';
  const counted = /^[\p{Script=Han}]/u.exec(act?.zh ?? '')?.[0];
  return takes === 'value' ? unitWord(columns.unit, 'zh') : (counted ?? '');
}

/** Helpers that the department's own items read, each once. */
function helpersOf(own: readonly Indicator[]): Owed[] {
  const read = own.flatMap((entry) =>
    helpersRead(entry).flatMap((helper) => (helper === null ? [] : [[helper, entry] as const])),
  );
  return [...new Map(read.toReversed())].toReversed().flatMap(([helper, entry]) => {
    const contract = CONTRACTS.get(helper);
    const { zh: name = '', unit = '' } = HELPERS[helper] ?? {};
    return contract === undefined ? [] : [{ entry, contract, levels: ['county'], name, counts: name, outOf: '', unit }];
  });
}

function helpersRead({ measure }: Indicator): (string | null)[] {
  if (measure.kind === 'return-ratio') return [measure.numeratorHelper, measure.denominatorHelper];
  if (measure.kind === 'return-change') return [measure.levelHelper];
  return measure.kind === 'return-flag' ? [measure.notApplicableUnder?.helper ?? null] : [];
}

/** A department attests the feeds that items of its own are counted from. */
function feedRows(own: readonly Indicator[], { period, areas }: FormQuery): FormRow[] {
  const sources = new Set<string>(own.map(({ columns }) => columns.source));
  return Object.entries(FEEDS)
    .filter(([, feed]) => feed.sources.some((one) => sources.has(one)))
    .flatMap(([feed, { zh }]) =>
      areas.map((area) => ({
        region: area.code,
        areaName: area.name,
        measure: `${FEED}${feed}`,
        name: measureName(`${FEED}${feed}`).zh,
        period,
        takes: 'attestation' as const,
        counts: `截至“确认至”之日的${zh}已全部报送；“数值”填该期记录条数，可不填`,
        outOf: '',
        unit: '条',
        due: '',
      })),
    );
}
