import { Setting, type Deployment, type Region } from '@duqing/regions';
import {
  createEvaluator,
  type Cell,
  type EventAggregate,
  type HeldAttestation,
  type HeldReturn,
  type Holdings,
} from '../src/index.ts';

/** A made-up city of two counties (A, B) and a reference province. */
const CITY = '990100';
export const A = '990101';
export const B = '990102';
export const CITY_CODE = CITY;
export const REFERENCE = '990000';

function region(code: string, change: Partial<Region>): Region {
  return {
    code,
    name: { zh: '测试', en: 'Test' },
    parent: CITY,
    level: 'county',
    role: 'monitored',
    validFrom: '2000-01-01',
    validTo: null,
    successors: [],
    source: 'made up',
    ...change,
  };
}

const always = <T>(value: T) => [{ validFrom: '2000-01-01', recordedAt: null, source: 'made up', value }];

export function deployment(
  change: { regions?: Region[]; targets?: Deployment['targets'][number]['value'] } = {},
): Deployment {
  const regions = [
    region(REFERENCE, { parent: null, level: 'province', role: 'reference' }),
    region(CITY, { parent: REFERENCE, level: 'city' }),
    ...(change.regions ?? [region(A, {}), region(B, {})]),
  ];
  return {
    id: 'test',
    name: { zh: '测试', en: 'Test' },
    city: CITY,
    simulated: false,
    codePattern: '^\\d{6}$',
    regions: always(regions),
    calendar: always({
      creation: { from: '2026-01-01', to: '2028-12-31' },
      returnsDueDays: 10,
      provisionalDays: 20,
      source: 'made up',
    }),
    methods: always({ itSupported: ['video'] }),
    categories: always({ drugCrime: ['trafficking'], administrative: ['drug-use'], userCaused: ['other'] }),
    targets: always(change.targets ?? { limits: [], notConcerned: [] }),
  };
}

export { region };

export interface World {
  /** a day: the clock stands at its noon */
  on?: string;
  aggregates?: EventAggregate[];
  returns?: HeldReturn[];
  attestations?: HeldAttestation[];
  sealedBulletins?: Holdings['sealedBulletins'];
  deployment?: Deployment;
}

export function evaluator({ on = '2026-07-20', ...held }: World = {}) {
  const asOf = Date.parse(`${on}T12:00:00+08:00`);
  const holdings = { asOf, aggregates: [], returns: [], attestations: [], sealedBulletins: [], ...held };
  return createEvaluator({ setting: new Setting(held.deployment ?? deployment(), asOf), holdings });
}

/** One cell of a world; fails where there is none. */
export function cell(world: World, [indicator, code, period]: [string, string, string]): Cell {
  const found = evaluator(world).cell(indicator, code, period);
  if (!found) throw new Error(`no cell ${indicator} ${code} ${period}`);
  return found;
}

export function events(
  indicator: string,
  area: string,
  quarter: string,
  of: { n?: number | string; d?: number; unknown?: number; records?: number; flags?: Partial<EventAggregate['flags']> },
): EventAggregate[] {
  const row = (part: 'numerator' | 'denominator', sum: number | string): EventAggregate => ({
    indicator,
    part,
    milestone: 'case-filed',
    area,
    quarter,
    sum: String(sum),
    unknown: of.unknown ?? 0,
    records: of.records ?? 1,
    flags: {
      simulated: false,
      backfilled: false,
      unplaced: false,
      successorUsed: false,
      aggregate: false,
      otherSource: false,
      ...of.flags,
    },
  });
  return [row('numerator', of.n ?? 0), ...(of.d === undefined ? [] : [row('denominator', of.d)])];
}

export function returned(measure: string, code: string, period: string, of: Partial<HeldReturn>): HeldReturn {
  return {
    region: code,
    measure,
    period,
    numerator: null,
    denominator: null,
    value: null,
    flag: null,
    nil: false,
    receivedAt: Date.parse('2026-07-04T00:00:00+08:00'),
    simulated: false,
    backfilled: false,
    otherSource: false,
    ...of,
  };
}

const LAST: Record<string, string> = { Q1: '-03-31', Q2: '-06-30', Q3: '-09-30', Q4: '-12-31' };

/** A feed attested through the quarter's end, or through a day. */
export function attested(code: string, quarter: string, of: Partial<HeldAttestation> = {}): HeldAttestation {
  const through = quarter.slice(0, 4) + (LAST[quarter.slice(4)] ?? '');
  return { region: code, feed: 'cases', period: quarter, through, count: null, simulated: false, ...of };
}

/** The whole city's feed attested: both counties and the city itself. */
export function allAttested(quarter: string, of: Partial<HeldAttestation> = {}): HeldAttestation[] {
  return [A, B, CITY].map((code) => attested(code, quarter, of));
}
