import { addDays, parsePeriod, type Day } from '@duqing/calendar';
import {
  createEvaluator,
  INDICATORS,
  measureContracts,
  type Cell,
  type EventAggregate,
  type HeldAttestation,
  type HeldReturn,
  type Holdings,
  type Indicator,
} from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';

/** The clock of the made-up city: the morning after its last receipts. */
export const DEMO_NOW = Date.parse('2026-10-26T08:00:00+08:00');
const LAST_DAY = '2026-10-25';
const QUARTERS = [2024, 2025, 2026].flatMap((year) => [1, 2, 3, 4].map((q) => `${year}Q${q}`)).slice(0, 11);
/** What the pages must be able to show: a violation, a feed that fell silent, returns that were not sent. */
const VIOLATION = { indicator: 'zero-large-cultivation', unit: 4, quarter: '2026Q3' };
const SILENT = { unit: 8, quarter: '2026Q3' };
const FEEDS = ['cases', 'seizures', 'intelligence'] as const;

/** What a reader of the store gives, over made-up holdings of a deployment and the real engine: for tests of pages and bulletins. */
export function demoCity(deployment: Deployment) {
  const at = (asOf = DEMO_NOW) => {
    const setting = new Setting(deployment, asOf);
    return createEvaluator({ setting, holdings: holdingsOf(deployment, asOf) });
  };
  const live = at();
  const over = (asOf: number | undefined) => (asOf === undefined || asOf === DEMO_NOW ? live : at(asOf));
  return {
    cells: async (query: { period?: string; region?: string; indicator?: string; asOf?: number }): Promise<Cell[]> =>
      over(query.asOf).cellsOf(query),
    explain: async (query: { indicator: string; region: string; period: string; asOf?: number }) => {
      const cell = over(query.asOf).cell(query.indicator, query.region, query.period);
      if (!cell) throw new RangeError(`${query.indicator} has no cell for ${query.region} and ${query.period}`);
      return { ...cell, events: eventsOf(cell) };
    },
    alerts: async () => [],
    transitions: async () => [],
    signals: async () => ({ week: '2026-W43', signals: [], blind: [], feeds: 0 }),
    rejects: async () => [],
    balance: async () => [],
    bulletins: async () => [],
    notes: async () => [],
    dataAsOf: async () => [{ source: `/${deployment.city}/police`, receivedAt: DEMO_NOW - 3_600_000 }],
  };
}

function eventsOf(cell: Cell) {
  const [n, d] = [cell.numerator ?? 0, cell.denominator];
  return Array.from({ length: Math.min(40, d ?? n) }, (_, index) => ({
    source: `/${cell.region}/police`,
    id: `c-${cell.period}-${index + 1}`,
    subject: `${cell.region}-${cell.period.slice(0, 4)}-${String(index + 1).padStart(4, '0')}`,
    revision: 1,
    part: d === null ? ('numerator' as const) : index < n ? ('both' as const) : ('denominator' as const),
  }));
}

function holdingsOf(deployment: Deployment, asOf: number): Holdings {
  const setting = new Setting(deployment, asOf);
  const units = setting.regions.unitsOf(deployment.city, LAST_DAY).map(({ code }) => code);
  const reference = setting.regions.all().find(({ role }) => role === 'reference')?.code ?? '';
  return {
    asOf,
    aggregates: units.flatMap((area, index) => aggregatesOf(area, index)),
    returns: [...units, deployment.city, reference].flatMap(returnsOf).filter(({ receivedAt }) => receivedAt <= asOf),
    attestations: [...units, deployment.city].flatMap(attestationsOf),
    sealedBulletins: QUARTERS.slice(0, -1).map((quarter) => ({
      quarter,
      sealedOn: addDays(endOf(quarter), 19),
      edition: 'provisional',
    })),
  };
}

/** A number from 0 to 1 that a text always gives again. */
function chance(text: string): number {
  let hash = 2_166_136_261;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function between(key: string, [low, high]: readonly [number, number]): number {
  return low + Math.floor(chance(key) * (high - low + 1));
}

function endOf(period: string): Day {
  return parsePeriod(period)?.end ?? LAST_DAY;
}

function aggregatesOf(area: string, unit: number): EventAggregate[] {
  return INDICATORS.flatMap((entry) => {
    if (!/event|substances/.test(entry.measure.kind)) return [];
    return QUARTERS.flatMap((quarter, index) => rowsOf(entry, { area, unit, quarter, index }));
  });
}

function rowsOf(
  entry: Indicator,
  { area, unit, quarter, index }: { area: string; unit: number; quarter: string; index: number },
): EventAggregate[] {
  const key = `${entry.id}/${area}/${quarter}`;
  const row = (part: 'numerator' | 'denominator', sum: number): EventAggregate => ({
    indicator: entry.id,
    part,
    milestone:
      entry.columns.source === 'seizure'
        ? 'seizure'
        : entry.columns.source === 'intelligence'
          ? 'intelligence'
          : 'case-filed',
    area,
    quarter,
    sum: String(sum),
    unknown: 0,
    records: 9,
    flags: {
      simulated: true,
      backfilled: false,
      unplaced: false,
      successorUsed: false,
      aggregate: false,
      otherSource: false,
    },
  });
  if (entry.columns.kind === 'ratio') {
    const whole = between(`${key}/d`, [6, 24]);
    const share = 0.14 + index * 0.013 + chance(key) * 0.12;
    return [row('numerator', Math.round(whole * share)), row('denominator', whole)];
  }
  const isZero = entry.columns.comparator === '=';
  const isViolated = entry.id === VIOLATION.indicator && unit === VIOLATION.unit && quarter === VIOLATION.quarter;
  if (isZero) return [row('numerator', isViolated ? 1 : 0)];
  const span =
    entry.columns.unit === 'g'
      ? ([80, 2_400] as const)
      : entry.id === 'new-substances'
        ? ([0, 1] as const)
        : ([3, 22] as const);
  return [row('numerator', between(key, span))];
}

function attestationsOf(region: string, unit: number): HeldAttestation[] {
  return QUARTERS.flatMap((period) =>
    FEEDS.flatMap((feed) => {
      if (unit === SILENT.unit && period === SILENT.quarter) return [];
      return [{ region, feed, period, through: addDays(endOf(period), -1), count: null, simulated: true }];
    }),
  );
}

function returnsOf(region: string): HeldReturn[] {
  return measureContracts().flatMap((contract) => {
    if (contract.refused !== null || contract.compared) return [];
    const isQuarterly = contract.periods.includes('quarter');
    const periods = isQuarterly ? QUARTERS : contract.periods.includes('half') ? halves() : ['2023', '2024', '2025'];
    return periods.flatMap((period) => returnOf({ region, measure: contract.id, shape: contract.takes, period }));
  });
}

function halves(): string[] {
  return [2024, 2025, 2026].flatMap((year) => [`${year}H1`, `${year}H2`]).slice(0, 5);
}

const LIMITS = new Map(INDICATORS.map(({ id, columns }) => [id, columns]));

function returnOf({
  region,
  measure,
  shape,
  period,
}: {
  region: string;
  measure: string;
  shape: string;
  period: string;
}): HeldReturn[] {
  const key = `${measure}/${region}/${period}`;
  if (chance(`${key}/sent`) < 0.012) return [];
  const common: HeldReturn = {
    region,
    measure,
    period,
    numerator: null,
    denominator: null,
    value: null,
    flag: null,
    nil: false,
    receivedAt: Date.parse(`${addDays(endOf(period), between(`${key}/day`, [2, 12]))}T10:00:00+08:00`),
    simulated: true,
    backfilled: false,
    otherSource: false,
  };
  const columns = LIMITS.get(measure);
  switch (shape) {
    case 'ratio':
      return [{ ...common, ...shareOf(key, columns?.comparator ?? '', Number(columns?.limit) || 50) }];
    case 'numerator':
      return [{ ...common, numerator: between(key, [2, 30]) }];
    case 'flag':
      return [{ ...common, flag: columns?.limit !== 'no' }];
    default:
      return [{ ...common, value: levelOf(key, measure, columns?.limit ?? '') }];
  }
}

function shareOf(key: string, comparator: string, limit: number): { numerator: number; denominator: number } {
  const denominator = between(`${key}/d`, [40, 160]);
  if (comparator.startsWith('<')) return { numerator: between(key, [0, Math.ceil(denominator * 0.06)]), denominator };
  const least =
    limit >= 100 ? (chance(key) < 0.93 ? 1 : 0.96) : Math.min(1, (limit / 100) * (0.99 + chance(key) * 0.06));
  return { numerator: Math.ceil(denominator * least), denominator };
}

function levelOf(key: string, measure: string, limit: string): number {
  if (measure === 'population') return between(key, [310_000, 940_000]);
  if (measure.endsWith(':incidents') || limit === '0') return 0;
  if (measure === 'precursor-enterprises') return between(key, [30, 190]);
  return between(key, [2, 14]);
}
