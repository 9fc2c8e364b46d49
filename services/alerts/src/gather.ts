import { INDICATORS, type Cell } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import { explainMany, readSignals, settledHoles, type Reader, type Store } from '@duqing/warehouse';
import { foldStanding } from './core/fold.ts';
import { FIRST_SEEN_INDICATOR } from './core/kinds/first-seen.ts';
import { needsCauses } from './core/kinds/occurrences.ts';
import type { AlertInput, Cause, Standing, Text, Transition } from './core/types.ts';
import { watchedCells } from './core/watched.ts';
import { lostOn } from './store/ledger.ts';
import { causesOf, correctedCells, largeItems, liveQuarters, returnSubjects } from './store/facts.ts';

export interface GatherOptions {
  store: Store;
  reader: Reader;
  deployment: Deployment;
  /** ms */
  now: number;
  /** the ledger of alerts where it was read already */
  transitions?: readonly Transition[];
}

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));

/** Reads everything that alerts are decided from at one moment. */
export async function gather({ store, reader, deployment, now, transitions }: GatherOptions): Promise<AlertInput> {
  await deployment.refresh?.();
  const setting = new Setting(deployment, now);
  const { city, calendar } = setting;
  const previous = (transitions ?? (await reader.transitions())).filter(({ at }) => at <= now);
  const standing = [...foldStanding(previous).values()];
  const cells = await reader.cells({ only: watchedCells({ calendar, standing: standing.filter(isOpen) }) });
  const { report, told: toldWeeks } = await readSignals(store, { setting, told: toldOf(standing) });
  return {
    ...surroundings(setting),
    cells,
    causes: await causesBehind(cells, { store, setting }),
    previous,
    returnsHeld: await returnSubjects(store),
    sources: await reader.dataAsOf(),
    balance: await reader.balance(),
    holes: await settledHoles(store, now),
    seizures: await largeItems(store, setting.substances),
    substances: setting.substances,
    signals: report.signals,
    toldWeeks,
    corrected: await correctedCells(store, { standing, city }),
    lost: await lostOn(store, now),
  };
}

/** What the configuration known at its moment says to every decision. */
export function surroundings(
  setting: Setting,
): Pick<AlertInput, 'now' | 'city' | 'simulated' | 'references' | 'calendar' | 'areas'> {
  const { city, calendar, simulated } = setting;
  return { now: setting.asOf, city, simulated, references: referencesOf(setting), calendar, areas: namesOf(setting) };
}

export function namesOf({ regions }: Setting): Map<string, Text> {
  return new Map(regions.all().map(({ code, name }) => [code, name]));
}

/** The weeks of which early warnings that stand were told. */
function toldOf(standing: readonly Standing[]): { key: string; week: string }[] {
  return standing.flatMap(({ kind, state, key, period }) =>
    kind === 'early-warning' && state === 'firing' && period !== null ? [{ key, week: period }] : [],
  );
}

export function isOpen({ state }: Standing): boolean {
  return state !== 'normal' && state !== 'resolved';
}

function referencesOf({ regions }: Setting): string[] {
  return regions
    .all()
    .filter(({ role }) => role === 'reference')
    .map(({ code }) => code);
}

/** The records behind broken cells, save those of quarters that hold nothing but imported history. */
export async function causesBehind(
  cells: readonly Cell[],
  { store, setting }: { store: Store; setting: Setting },
): Promise<Map<string, Cause[]>> {
  const asked = cells.filter(isAsked);
  if (asked.length === 0) return new Map();
  const live = await liveQuarters(store, [...new Set(asked.map(({ period }) => period))]);
  const groups = Map.groupBy(
    asked.filter(({ period }) => live.has(period)),
    ({ indicator, period }) => `${indicator}/${period}`,
  );
  const explained = await Promise.all(
    groups.values().map(async (of) => [...(await explainMany(store, { cells: of, setting }))]),
  );
  const found = explained.flat();
  const causes = await causesOf(
    store,
    found.flatMap(([, events]) => events),
  );
  return new Map(found.map(([key, events]) => [key, events.flatMap(({ subject }) => causes.get(subject) ?? [])]));
}

function isAsked(cell: Cell): boolean {
  if (cell.indicator === FIRST_SEEN_INDICATOR) return Number(cell.value) > 0;
  return needsCauses(cell, ENTRIES.get(cell.indicator));
}
