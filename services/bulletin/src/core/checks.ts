import { withheldWord } from '@duqing/catalogue';
import { figureId } from './rows.ts';
import { figuresOf } from './figures.ts';
import { isSimulated } from './build.ts';
import type { BulletinInput, Entry, Outline } from './types.ts';

export interface Check {
  name: string;
  faults: string[];
}

/** What is checked of every bulletin before it is written; a fault keeps it from being written. */
export function runChecks(input: BulletinInput, { outline, page }: { outline: Outline; page: string }): Check[] {
  const entries = outline.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []));
  return [
    { name: 'figures-resolve', faults: unresolved(input, entries) },
    { name: 'missing-is-not-zero', faults: zeros(input, entries) },
    { name: 'page-holds-figures', faults: unshown(entries, page) },
    {
      name: 'simulated-is-marked',
      faults: isSimulated(input) && !page.includes('模拟数据') ? ['the page lacks 模拟数据'] : [],
    },
    { name: 'kept-back-is-not-told', faults: told(input, entries) },
    { name: 'no-broken-numbers', faults: brokenNumbers(page) },
  ];
}

/** Every figure shown is among the figures given. */
function unresolved(input: BulletinInput, entries: readonly Entry[]): string[] {
  const known = new Set(figuresOf(input).map(figureId));
  return entries.flatMap(({ figure }) => (figure !== undefined && !known.has(figure) ? [figure] : []));
}

function zeros(input: BulletinInput, entries: readonly Entry[]): string[] {
  const nulls = new Set(figuresOf(input).flatMap((cell) => (cell.value === null ? [figureId(cell)] : [])));
  return entries.flatMap(({ figure, text }) =>
    figure !== undefined && nulls.has(figure) && /^0(?!.*→)/.test(text) ? [figure] : [],
  );
}

function unshown(entries: readonly Entry[], page: string): string[] {
  return entries.flatMap(({ figure }) =>
    figure !== undefined && !page.includes(`data-figure="${figure}"`) ? [figure] : [],
  );
}

/** A figure that is kept back shows the word for that and nothing else. */
function told(input: BulletinInput, entries: readonly Entry[]): string[] {
  const kept = new Set(figuresOf(input).flatMap((cell) => (cell.withheld ? [figureId(cell)] : [])));
  return entries.flatMap(({ figure, text, sub }) =>
    figure !== undefined && kept.has(figure) && (text !== withheldWord(input.lang) || sub !== undefined)
      ? [figure]
      : [],
  );
}

/** What a number, or an object, that went wrong prints as. */
export function brokenNumbers(page: string): string[] {
  const text = page.replace(/<(style|svg)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');
  return [...text.matchAll(/\b(?:NaN|undefined|null|Infinity|\[object Object\])/g)].map(([found]) => found);
}
