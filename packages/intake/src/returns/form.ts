import { parsePeriod, type Period } from '@duqing/calendar';
import { INDICATORS, measureContracts, returnDue, unitWord, type Department, type Indicator } from '@duqing/catalogue';
import type { MeasureContract } from '@duqing/events';
import { FEED } from './columns.ts';
import { FEEDS, HELPERS, measureName } from './names.ts';
import type { Said } from './said.ts';

/** One figure that a department owes for one area and period, or a feed that it attests. */
export interface FormRow {
  region: string;
  areaName: string;
  /** a measure's id, or `feed:cases` */
  measure: string;
  name: Said;
  period: string;
  takes: MeasureContract['takes'] | 'attestation';
  /** what the numerator, or the value, counts */
  counts: Said;
  /** null where the row has no denominator */
  outOf: Said | null;
  unit: Said;
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
  name: Said;
  counts: Said;
  outOf: Said | null;
  unit: Said;
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

/** An item's own return, or that of its incidents without a case; one that is computed from others, or only compared, is not owed. */
function measuresOf(entry: Indicator): Owed[] {
  const { id, levels, columns, numerator_zh, denominator_zh } = entry;
  const incidents = CONTRACTS.get(`${id}:incidents`);
  if (incidents !== undefined) {
    const said = { name: measureName(incidents.id), counts: INCIDENTS, outOf: null, unit: CASES };
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
      name: entry.name,
      counts: { zh: numerator_zh, en: columns.numerator },
      outOf: contract.takes === 'ratio' ? { zh: denominator_zh, en: columns.denominator } : null,
      unit: unitOf(entry, contract),
    },
  ];
}

const INCIDENTS: Said = { zh: '未立案的事件数', en: 'incidents without a case' };
const CASES: Said = { zh: '起', en: 'incidents' };

/** A ratio's parts are counted, whatever unit its value has. */
function unitOf({ act, columns }: Indicator, { takes }: MeasureContract): Said {
  if (takes === 'flag') return { zh: '是/否', en: 'yes/no' };
  if (takes === 'value') return { zh: unitWord(columns.unit, 'zh'), en: unitWord(columns.unit, 'en') };
  return { zh: /^\p{Script=Han}/u.exec(act?.zh ?? '')?.[0] ?? '', en: act?.en[1] ?? '' };
}

/** Helpers that the department's own items read, each once. */
function helpersOf(own: readonly Indicator[]): Owed[] {
  const read = own.flatMap((entry) =>
    helpersRead(entry).flatMap((helper) => (helper === null ? [] : [[helper, entry] as const])),
  );
  return [...new Map(read.toReversed())].toReversed().flatMap(([helper, entry]) => {
    const contract = CONTRACTS.get(helper);
    const name = measureName(helper);
    const unit = HELPERS[helper]?.unit ?? CASES;
    return contract === undefined
      ? []
      : [{ entry, contract, levels: ['county'], name, counts: name, outOf: null, unit }];
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
    .flatMap(([feed, said]) =>
      areas.map((area) => ({
        region: area.code,
        areaName: area.name,
        measure: `${FEED}${feed}`,
        name: measureName(`${FEED}${feed}`),
        period,
        takes: 'attestation' as const,
        counts: attested(said),
        outOf: null,
        unit: { zh: '条', en: 'records' },
        due: '',
      })),
    );
}

function attested({ zh, en }: Said): Said {
  return {
    zh: `截至“确认至”之日的${zh}已全部报送；“数值”填该期记录条数，可不填`,
    en: `${en} are complete through the day; their number in the period may be left out`,
  };
}
