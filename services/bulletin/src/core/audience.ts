import type { Cell, Indicator } from '@duqing/catalogue';
import { contradicts, leftOut, rounded, withhold, type DisclosureRule, type EarlierFigure } from '@duqing/disclosure';
import { keptSubstances } from './substances-kept.ts';
import { figureId } from './rows.ts';
import type { Area, BulletinInput } from './types.ts';

export interface Disclosing {
  rule: DisclosureRule;
  /** figures of the public editions issued before this one, oldest first */
  earlier: readonly PublishedFigure[];
}

/** What an earlier public edition held of a figure. */
export type PublishedFigure = EarlierFigure & Pick<Cell, 'value' | 'verdict'> & { edition: string };

/** What an audience may see of all that was gathered: the one place where anything is left out, before any form is made. */
export function forAudience(input: BulletinInput, disclosing: Disclosing): BulletinInput {
  switch (input.audience) {
    case 'internal':
      return input;
    case 'public':
      return forPublic(input, disclosing);
  }
  return forCounty(input);
}

/** Small numbers and what they could be worked out from are kept back, the house's own matters left out. */
function forPublic(input: BulletinInput, { rule, earlier }: Disclosing): BulletinInput {
  const catalogue = input.catalogue.filter((item) => leftOut(item) === undefined);
  const lists = publicLists(input, catalogue);
  const all = [...lists.cells, ...lists.previousCells, ...lists.yearBeforeCells, ...lists.history];
  const city = input.city.code;
  const kept = withhold({ cells: all, catalogue, city, rule, earlier });
  const said = new Map(earlier.map((figure) => [figureId(figure), figure]));
  const told = rule.rounding ? rounded(all, { catalogue, city, rounding: rule.rounding }) : undefined;
  const shown = (cells: readonly Cell[]): Cell[] =>
    cells.map((cell) => {
      const figure = told?.get(figureId(cell)) ?? cell;
      if (kept.has(figureId(cell)) || (told && contradicts(figure))) return keptBack(cell);
      return tellable(figure, said.get(figureId(cell)));
    });
  const { signals: _signals, earlier: _earlier, ...gathered } = input;
  const massKept = lists.cells.some(
    (cell) => cell.indicator === 'seized-mass' && cell.region === city && kept.has(figureId(cell)),
  );
  return {
    ...gathered,
    catalogue,
    cells: shown(lists.cells),
    previousCells: shown(lists.previousCells),
    yearBeforeCells: shown(lists.yearBeforeCells),
    history: shown(lists.history),
    bySubstance: keptSubstances(input, { rule, massKept }),
    seizuresBySubstance: undefined,
    alerts: [],
    disclosure: {
      threshold: rule.threshold,
      withheld: lists.cells.filter((cell) => kept.has(figureId(cell))).length,
      rounding: rule.rounding,
    },
  };
}

type Lists = Pick<BulletinInput, 'cells' | 'previousCells' | 'yearBeforeCells' | 'history'>;

/** Of the city and its areas; of earlier periods the city alone. */
function publicLists(input: BulletinInput, catalogue: readonly Indicator[]): Lists {
  const items = new Set(catalogue.map(({ id }) => id));
  const regions = new Set([input.city, ...input.units].map(({ code }) => code));
  const published = (cells: readonly Cell[]): Cell[] =>
    cells.filter(({ indicator, region }) => items.has(indicator) && regions.has(region));
  const ofCity = (cells: readonly Cell[]): Cell[] =>
    published(cells).filter(({ region }) => region === input.city.code);
  return {
    cells: published(input.cells),
    previousCells: ofCity(input.previousCells),
    yearBeforeCells: ofCity(input.yearBeforeCells),
    history: ofCity(input.history),
  };
}

/** That there is a figure, and nothing of it. */
function keptBack(cell: Cell): Cell {
  const { base: _base, note: _note, ...rest } = plain(cell);
  return {
    ...rest,
    numerator: null,
    denominator: null,
    value: null,
    verdict: 'information',
    reason: null,
    evidence: null,
    distance: null,
    flags: cell.flags.filter((flag) => flag === 'simulated'),
    withheld: true,
  };
}

/** A figure as outsiders may read it; what was published of it before is what the public was told. */
function tellable(cell: Cell, before: PublishedFigure | undefined): Cell {
  if (!before || before.isWithheld) return plain(cell);
  const { edition, value, verdict } = before;
  return {
    ...plain(cell),
    published: { edition, value, verdict },
    revisedSince: value !== cell.value || verdict !== cell.verdict,
  };
}

/** What is known to be harmless, so that what a cell gets some day does not go out by itself: no analysts' notes, no second source. */
function plain(cell: Cell): Cell {
  const told: Partial<Cell> = {};
  for (const name of TOLD) if (cell[name] !== undefined) Object.assign(told, { [name]: cell[name] });
  return { ...(told as Cell), breakdown: null, published: null, revisedSince: null };
}

const TOLD = [
  ...(['indicator', 'region', 'period', 'numerator', 'denominator', 'value', 'unit', 'target', 'verdict'] as const),
  ...(['reason', 'evidence', 'distance', 'stage', 'completeness', 'flags', 'asOf', 'base', 'note'] as const),
];

/** The area's own figures and the city's, whole; nothing by which another area's could be worked out. */
function forCounty(input: BulletinInput): BulletinInput {
  const own = input.focus ?? input.city;
  const lone = loneOthers(input, own);
  const seen = (cells: readonly Cell[]): Cell[] =>
    cells
      .filter(({ region }) => region === own.code || region === input.city.code)
      .map((cell) => (cell.region === own.code ? cell : ofCity(cell, { own, isLone: lone.has(loneKey(cell)) })));
  const others = input.units.filter(({ code }) => code !== own.code);
  return {
    ...input,
    units: [own],
    cells: seen(input.cells),
    previousCells: seen(input.previousCells),
    yearBeforeCells: seen(input.yearBeforeCells),
    history: seen(input.history),
    alerts: input.alerts.filter(
      ({ region, text }) =>
        region === own.code || (region === input.city.code && !others.some(({ name }) => text.zh.includes(name.zh))),
    ),
  };
}

function loneKey({ indicator, period }: Pick<Cell, 'indicator' | 'period'>): string {
  return `${indicator}|${period}`;
}

/** Figures of the city that hold one other area alone: the city's less one's own would be that area's. */
function loneOthers({ cells, previousCells, city, catalogue }: BulletinInput, own: Area): Set<string> {
  const summed = new Set(catalogue.filter(({ columns }) => columns.roll_up === 'sum').map(({ id }) => id));
  const all = [...cells, ...previousCells].filter(({ indicator, value }) => summed.has(indicator) && value !== null);
  const groups = Map.groupBy(all, loneKey);
  return new Set(
    [...groups].flatMap(([key, group]) => {
      const others = group.filter(({ region }) => region !== city.code && region !== own.code);
      return others.length === 1 ? [key] : [];
    }),
  );
}

/** The city's figure without what it says of other areas. */
function ofCity(cell: Cell, { own, isLone }: { own: Area; isLone: boolean }): Cell {
  if (isLone) return keptBack(cell);
  const isOwn = (code: string): boolean => code === own.code;
  const isNamed = (id: string): boolean =>
    !id.includes('/') || isOwn(id.split('/')[0] ?? '') || id.startsWith(`${cell.region}/`);
  const { completeness, composite } = cell;
  const { unitsIncluded, unitsMissing } = completeness;
  return {
    ...cell,
    completeness: {
      ...completeness,
      unitsIncluded: unitsIncluded.filter(isOwn),
      unitsMissing: unitsMissing.filter(isOwn),
    },
    ...(composite && {
      composite: {
        ...composite,
        failing: composite.failing.filter(isNamed),
        notAssessable: composite.notAssessable.filter(isNamed),
        notDue: composite.notDue.filter(isNamed),
        notApplicable: composite.notApplicable.filter(isNamed),
        vetoMissed: composite.vetoMissed.filter(isNamed),
        mendOrder: composite.mendOrder.filter(isNamed),
      },
    }),
  };
}
