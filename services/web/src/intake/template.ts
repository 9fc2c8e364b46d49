import { dayOf, parsePeriod, addDays } from '@duqing/calendar';
import { INDICATORS, type Department } from '@duqing/catalogue';
import { formOf, type FormArea, type FormRow } from '@duqing/intake';
import { Setting, type Deployment, type Region } from '@duqing/regions';

export interface TemplateQuery {
  department: string;
  period: string;
  /** one area, or all where it is absent */
  region?: string | undefined;
}

const DEPARTMENTS: readonly Department[] = [...new Set(INDICATORS.map(({ columns }) => columns.department))];

/** What a department owes for a period, for one area or all; empty where there is no such department or area, or nothing is owed. */
export function owedRows(
  { department, period, region }: TemplateQuery,
  { deployment, now }: { deployment: Deployment; now: number },
): FormRow[] {
  const found = DEPARTMENTS.find((one) => one === department);
  if (found === undefined) return [];
  const setting = new Setting(deployment, now);
  const areas = areasOf(setting, dayOf(now)).filter(({ code }) => region === undefined || code === region);
  const end = parsePeriod(period)?.end;
  const day = end === undefined ? dayOf(now) : addDays(end, -1);
  return formOf({
    department: found,
    period,
    areas,
    calendar: setting.calendar,
    isConcerned: (asked) => setting.notConcerned({ ...asked, day }) === undefined,
  });
}

function areasOf({ regions, city }: Setting, day: string): FormArea[] {
  const own = regions.get(city);
  return [
    ...(own === undefined ? [] : [areaOf(own, 'city')]),
    ...regions.unitsOf(city, day).map((unit) => areaOf(unit, 'county')),
  ];
}

function areaOf({ code, name }: Region, level: FormArea['level']): FormArea {
  return { code, name: name.zh, level };
}
