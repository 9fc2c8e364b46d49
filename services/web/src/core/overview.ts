import { glossary, INDICATORS, isCounted, type Cell, type Indicator, type Lang, type Verdict } from '@duqing/catalogue';
import type { AlertView } from '@duqing/warehouse';
import type { Area } from './areas.ts';

/** One square of the grid: a cell, nothing because the item is not for this level, or a cell that should be there and is not. */
export type Slot = { kind: 'cell'; cell: Cell } | { kind: 'other-level' } | { kind: 'absent' };

export interface Row {
  indicator: string;
  name: string;
  /** native period of its cells where it is not the quarter asked for, such as 2026H2 */
  period: string | null;
  slots: Slot[];
}

interface AreaCount {
  area: Area;
  verdicts: Record<Verdict, number>;
  /** squares of items with a target in which no cell is held */
  absent: number;
  composite: Cell | null;
}

export interface Overview {
  period: string;
  areas: Area[];
  groups: { group: string; rows: Row[] }[];
  counts: AreaCount[];
  /** veto items by what is known of them: a violation, or not known to be none */
  vetoes: { missed: Cell[]; open: number; met: number };
  alerts: Record<AlertView['severity'], number>;
  /** newest moment received (ms) and the source whose newest is the oldest; null = nothing held */
  dataAsOf: { newest: number; oldest: { source: string; receivedAt: number }; sources: number } | null;
  simulated: boolean;
}

export interface OverviewInput {
  period: string;
  lang: Lang;
  areas: Area[];
  cells: readonly Cell[];
  alerts: readonly AlertView[];
  sources: readonly { source: string; receivedAt: number }[];
  simulated: boolean;
}

const OWN_COUNT = 'self-assessed-failing-items';

/** The whole quarter at a glance: areas × items with the city first, and what must be seen first. */
export function overviewOf(input: OverviewInput): Overview {
  const { period, areas, cells } = input;
  const byKey = new Map(cells.map((cell) => [`${cell.indicator}/${cell.region}`, cell]));
  const rows = INDICATORS.map((entry) => rowOf(entry, { input, byKey }));
  return {
    period,
    areas,
    groups: groupsOf(rows, input.lang),
    counts: areas.map((area, index) => countOf(area, { index, rows, byKey })),
    vetoes: vetoesOf(cells),
    alerts: openAlerts(input.alerts),
    dataAsOf: freshness(input),
    simulated: input.simulated || cells.some(({ flags }) => flags.includes('simulated')),
  };
}

interface Held {
  input: OverviewInput;
  byKey: ReadonlyMap<string, Cell>;
}

function rowOf(entry: Indicator, { input, byKey }: Held): Row {
  const slots = input.areas.map(({ code, level }): Slot => {
    if (!entry.levels.includes(level)) return { kind: 'other-level' };
    const cell = byKey.get(`${entry.id}/${code}`);
    return cell ? { kind: 'cell', cell } : { kind: 'absent' };
  });
  const first = slots.find((slot) => slot.kind === 'cell')?.cell.period ?? input.period;
  return {
    indicator: entry.id,
    name: entry.name[input.lang],
    period: first === input.period ? null : first,
    slots,
  };
}

function groupsOf(rows: readonly Row[], lang: Lang): Overview['groups'] {
  const groupOf = new Map(glossary(lang).map(({ id, group }) => [id, group]));
  const groups = Map.groupBy(rows, ({ indicator }) => groupOf.get(indicator) ?? '');
  return [...groups].map(([group, of]) => ({ group, rows: of }));
}

const COUNTED = new Set(INDICATORS.filter(isCounted).map(({ id }) => id));

function countOf(
  area: Area,
  { index, rows, byKey }: { index: number; rows: readonly Row[]; byKey: ReadonlyMap<string, Cell> },
): AreaCount {
  const slots = rows.filter(({ indicator }) => COUNTED.has(indicator)).map(({ slots }) => slots[index]);
  const count = (verdict: Verdict): number =>
    slots.filter((slot) => slot?.kind === 'cell' && slot.cell.verdict === verdict).length;
  return {
    area,
    verdicts: {
      met: count('met'),
      missed: count('missed'),
      'not-due': count('not-due'),
      'not-assessable': count('not-assessable'),
      'not-applicable': count('not-applicable'),
      information: count('information'),
    },
    absent: slots.filter((slot) => slot?.kind === 'absent').length,
    composite: byKey.get(`${OWN_COUNT}/${area.code}`) ?? null,
  };
}

const VETO = new Set(INDICATORS.filter(({ veto }) => veto).map(({ id }) => id));

function vetoesOf(cells: readonly Cell[]): Overview['vetoes'] {
  const all = cells.filter(({ indicator }) => VETO.has(indicator));
  const missed = all.filter(({ verdict }) => verdict === 'missed');
  const met = all.filter(({ verdict }) => verdict === 'met').length;
  const open = all.filter(({ verdict }) => verdict === 'not-assessable' || verdict === 'not-due').length;
  return { missed, open, met };
}

/** Alerts that stand: a resolved one is history. */
export function isOpen({ state }: Pick<AlertView, 'state'>): boolean {
  return state !== 'resolved' && state !== 'normal';
}

function openAlerts(alerts: readonly AlertView[]): Overview['alerts'] {
  const open = alerts.filter(isOpen);
  const of = (severity: AlertView['severity']): number => open.filter((alert) => alert.severity === severity).length;
  return { critical: of('critical'), warning: of('warning'), info: of('info') };
}

/** The longest silent is one of an area in force: who sent under a code that ended owes nothing. */
function freshness({ sources, areas }: OverviewInput): Overview['dataAsOf'] {
  const sorted = [...sources].sort((a, b) => a.receivedAt - b.receivedAt);
  const isOfAny = ({ source }: { source: string }): boolean => areas.some(({ code }) => source.split('/')[1] === code);
  const [oldest, newest] = [sorted.find(isOfAny) ?? sorted[0], sorted.at(-1)];
  return oldest && newest ? { newest: newest.receivedAt, oldest, sources: sorted.length } : null;
}
