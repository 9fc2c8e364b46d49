import { shanghai } from '@duqing/calendar';
import { formatTarget, verdictWord, withheldWord, type Cell } from '@duqing/catalogue';
import { figureText, visible } from '@duqing/pages';
import { isSimulated } from './build.ts';
import { encoded, heldIfSmall, type Content } from './content.ts';
import { figureId } from './rows.ts';
import { titleOf } from './title.ts';
import type { BulletinInput } from './types.ts';

/** All figures of a bulletin in full: those of the quarter for every area, and the past that the charts show. */
export function figuresJson(input: BulletinInput): Content {
  return heldIfSmall(() => encoded(jsonLines(input)));
}

function* jsonLines(input: BulletinInput): Iterable<string> {
  const { quarter, edition, audience, lang, asOf, city, units } = input;
  const head = {
    title: titleOf(input),
    quarter,
    edition,
    audience,
    lang,
    asOf: shanghai(asOf),
    simulated: isSimulated(input),
    areas: [city, ...units],
  };
  yield `${JSON.stringify(head, plain, 1).slice(0, -2)},\n "figures": [\n`;
  let between = '';
  for (const cell of figuresOf(input)) {
    const figure = { id: figureId(cell), ...cell, ...verdictOf(cell), shown: shownOf(cell, input) };
    yield between + JSON.stringify(figure, plain);
    between = ',\n';
  }
  yield '\n ]\n}\n';
}

/** Text without signs that are not seen, as on the page. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'string' ? visible(value) : value;
}

/** Each figure once, in the order of the catalogue, the areas and the periods. */
export function figuresOf({ cells, history }: Pick<BulletinInput, 'cells' | 'history'>): Cell[] {
  const past = new Map(history.map((cell) => [figureId(cell), cell]));
  for (const cell of cells) past.delete(figureId(cell));
  return [...cells, ...past.values()];
}

function shownOf(cell: Cell, { lang }: BulletinInput): { value: string; target: string; verdict: string } {
  const verdict = cell.withheld ? withheldWord(lang) : verdictWord(cell.verdict, lang);
  return { value: figureText(cell, lang), target: formatTarget(cell, lang), verdict };
}

/** What is kept back has a verdict that is not told. */
function verdictOf({ withheld, verdict }: Cell): { verdict: string | null } {
  return { verdict: withheld ? null : verdict };
}

export const COLUMNS = [
  'id',
  'region',
  'region_name',
  'indicator',
  'indicator_name',
  'period',
  'numerator',
  'denominator',
  'value',
  'unit',
  'comparator',
  'limit',
  'verdict',
  'reason',
  'evidence',
  'to_meet',
  'to_break',
  'stage',
  'returns_received',
  'returns_expected',
  'feeds_attested',
  'feeds_expected',
  'flags',
  'note',
] as const;

/** A row for each figure under `COLUMNS`; null = not known or not applicable. */
export function* figureRows(input: BulletinInput): Iterable<(string | number | boolean | null)[]> {
  const names = new Map([input.city, ...input.units].map(({ code, name }) => [code, name[input.lang]]));
  const items = new Map(input.catalogue.map(({ id, name }) => [id, name[input.lang]]));
  const kept = <T>({ withheld }: Cell, value: T): T | string => (withheld ? withheldWord(input.lang) : value);
  for (const cell of figuresOf(input)) {
    const { completeness: c, target, distance } = cell;
    yield [
      figureId(cell),
      cell.region,
      names.get(cell.region) ?? '',
      cell.indicator,
      items.get(cell.indicator) ?? '',
      cell.period,
      kept(cell, cell.numerator),
      kept(cell, cell.denominator),
      kept(cell, cell.value),
      cell.unit,
      target?.comparator ?? '',
      target?.limit ?? null,
      kept(cell, cell.verdict),
      cell.reason ?? '',
      cell.evidence ?? '',
      distance?.toMeet ?? null,
      distance?.toBreak ?? null,
      cell.stage,
      c.returnsReceived,
      c.returnsExpected,
      c.feedsAttested,
      c.feedsExpected,
      cell.flags.join(' '),
      cell.note?.[input.lang] ?? '',
    ];
  }
}

/** The same figures as a table for a spreadsheet: UTF-8 with its mark, CRLF; text can never be taken for a formula. */
export function figuresCsv(input: BulletinInput): Content {
  return heldIfSmall(() => encoded(csvLines(input)));
}

function* csvLines(input: BulletinInput): Iterable<string> {
  yield `\ufeff${COLUMNS.join(',')}\r\n`;
  for (const row of figureRows(input)) yield `${row.map(csvField).join(',')}\r\n`;
}

/** Numbers and yes/no bare, null empty; text that a spreadsheet would calculate gets an apostrophe (comparators are text too). */
function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const shown = visible(value);
  const safe = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
