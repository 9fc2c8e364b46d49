import { parsePeriod } from '@duqing/calendar';
import { glossary, INDICATORS, measureContracts, type Department, type Indicator } from '@duqing/catalogue';
import type { MeasureContract } from '@duqing/events';

/** One figure that a department owes for one area and period. */
export interface FormRow {
  region: string;
  areaName: string;
  measure: string;
  name: string;
  period: string;
  takes: MeasureContract['takes'];
  /** what the numerator, or the value, counts */
  counts: string;
  /** '' where the row has no denominator */
  outOf: string;
}

export interface FormArea {
  code: string;
  name: string;
  level: 'county' | 'city';
}

const CONTRACTS = new Map(measureContracts().map((contract) => [contract.id, contract]));
const HELPER_NAMES: Record<string, string> = {
  population: '年末常住人口',
  'precursor-enterprises': '易制毒化学品企业数',
  'new-users-found': '新发现吸毒人员数',
};

/** What a department returns for a period, item by item, area by area; empty where the text is no period or nothing is owed. */
export function formOf({
  department,
  period,
  areas,
}: {
  department: Department;
  period: string;
  areas: readonly FormArea[];
}): FormRow[] {
  const kind = parsePeriod(period)?.kind;
  const own = INDICATORS.filter(({ columns }) => columns.department === department);
  const measures = [...own.flatMap(measuresOf), ...helpersOf(own)];
  return measures
    .filter(({ contract }) => contract.periods.some((native) => native === kind))
    .flatMap(({ contract, levels, name, counts, outOf }) =>
      areas
        .filter(({ level }) => levels.includes(level))
        .map((area) => ({
          region: area.code,
          areaName: area.name,
          measure: contract.id,
          name,
          period,
          takes: contract.takes,
          counts,
          outOf,
        })),
    );
}

interface Owed {
  contract: MeasureContract;
  levels: readonly string[];
  name: string;
  counts: string;
  outOf: string;
}

const TERMS = new Map(glossary('zh').map((entry) => [entry.id, entry]));

/** An item's own return, or that of its incidents without a case; a refused one is computed from others. */
function measuresOf({ id, name, levels, columns, numerator_zh, denominator_zh }: Indicator): Owed[] {
  const incidents = CONTRACTS.get(`${id}:incidents`);
  if (incidents !== undefined)
    return [{ contract: incidents, levels, name: `${name.zh}（未立案事件）`, counts: '未立案的事件数', outOf: '' }];
  const contract = CONTRACTS.get(id);
  if (contract === undefined || contract.refused !== null) return [];
  // what a city's cell adds up from its counties is not asked of the city again
  const asked = columns.roll_up === 'sum' ? levels.filter((level) => level === 'county') : levels;
  const outOf = contract.takes === 'ratio' ? denominator_zh : '';
  return [
    {
      contract,
      levels: asked.length > 0 ? asked : levels,
      name: TERMS.get(id)?.name ?? name.zh,
      counts: numerator_zh,
      outOf,
    },
  ];
}

/** Helpers that the department's own items read, each once. */
function helpersOf(own: readonly Indicator[]): Owed[] {
  const read = own.flatMap(({ measure }) => {
    if (measure.kind === 'return-ratio') return [measure.numeratorHelper, measure.denominatorHelper];
    if (measure.kind === 'return-change') return [measure.levelHelper];
    return measure.kind === 'return-flag' ? [measure.notApplicableUnder?.helper ?? null] : [];
  });
  return [...new Set(read)].flatMap((helper) => {
    const contract = helper === null ? undefined : CONTRACTS.get(helper);
    const name = HELPER_NAMES[helper ?? ''] ?? '';
    return contract === undefined ? [] : [{ contract, levels: ['county'], name, counts: name, outOf: '' }];
  });
}
