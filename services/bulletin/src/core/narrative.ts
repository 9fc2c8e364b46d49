import type { Lang } from '@duqing/catalogue';
import { changeText, figureText } from '@duqing/pages';
import { BulletinRefused } from './edition.ts';
import { figureId } from './rows.ts';
import type { Block, BulletinInput } from './types.ts';

/** Sections that a writer may add to, by the id of their heading. */
const SLOTS = ['summary', 'areas', 'enforcement', 'indicators', 'alerts', 'notes'];

/**
 * What a writer adds, by section, from Markdown: `## summary` names a section, paragraphs and `- ` items follow. A figure stands only
 * as `{{region/indicator/period}}` and is filled from the same cells as all others. Throws a BulletinRefused naming the line.
 */
export function narrativeOf(markdown: string, input: BulletinInput): Map<string, Block[]> {
  const slots = new Map<string, Block[]>();
  let slot: string | undefined;
  for (const [index, line] of markdown.replaceAll('\r\n', '\n').split('\n').entries()) {
    const text = line.trim();
    if (text === '') continue;
    const at = `narrative: line ${index + 1}`;
    const [, named] = /^##\s+(\S+)$/.exec(text) ?? [];
    if (named !== undefined && !SLOTS.includes(named))
      throw new BulletinRefused(
        `${at}: no section ${named}; there are ${SLOTS.join(', ')}`,
        `研判文字第 ${index + 1} 行：没有“${named}”这一节；可写 ${SLOTS.join('、')}`,
      );
    if (named !== undefined) {
      slot = named;
      continue;
    }
    if (slot === undefined)
      throw new BulletinRefused(
        `${at}: text before the first “## section”`,
        `研判文字第 ${index + 1} 行：须先写“## 节名”`,
      );
    slots.set(slot, added(slots.get(slot) ?? [], { text: filled(text, { input, at, line: index + 1 }) }));
  }
  return slots;
}

/** An item joins the list before it; anything else is a paragraph. */
function added(blocks: readonly Block[], { text }: { text: string }): Block[] {
  const [, item] = /^[-*]\s+(.*)$/s.exec(text) ?? [];
  if (item === undefined) return [...blocks, { kind: 'paragraph', text }];
  const last = blocks.at(-1);
  if (last?.kind !== 'list') return [...blocks, { kind: 'list', items: [item] }];
  return [...blocks.slice(0, -1), { kind: 'list', items: [...last.items, item] }];
}

interface Where {
  input: BulletinInput;
  at: string;
  line: number;
}

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;
/** Digits of any script, and Chinese numerals where they count something. */
const NUMBER =
  /\p{Nd}+(?:[.,]\p{Nd}+)*|[一二两三四五六七八九十百千万亿半零〇]+(?:成|倍|%|％|起|人|名|家|项|个|次|克|千克|公斤|吨|株|处|条|份|所|万|亿)/u;

function filled(text: string, where: Where): string {
  const { at, line } = where;
  const own = text.replaceAll(PLACEHOLDER, '');
  const [number] = NUMBER.exec(own) ?? [];
  if (number !== undefined)
    throw new BulletinRefused(
      `${at}: “${number}” is written by hand; figures stand as {{region/indicator/period}}`,
      `研判文字第 ${line} 行：数字“${number}”须用占位符 {{地区/指标/时期}} 填入`,
    );
  if (/[{}]/.test(own))
    throw new BulletinRefused(`${at}: a brace that belongs to no placeholder`, `研判文字第 ${line} 行：花括号不成对`);
  return text.replaceAll(PLACEHOLDER, (_, name: string) => valueOf(name, where));
}

/** The figure, or with `:change` how it stands against the quarter before. */
function valueOf(name: string, { input, at, line }: Where): string {
  const [id = '', what] = name.split(':');
  const cell = [...input.cells, ...input.history].find((one) => figureId(one) === id);
  if (!cell || (what !== undefined && what !== 'change'))
    throw new BulletinRefused(
      `${at}: {{${name}}} is no figure of this bulletin`,
      `研判文字第 ${line} 行：本期通报中没有 {{${name}}} 这个数字`,
    );
  return what === undefined ? figureText(cell, input.lang) : changeOf(cell, { input, lang: input.lang });
}

function changeOf(cell: BulletinInput['cells'][number], { input, lang }: { input: BulletinInput; lang: Lang }): string {
  const before = input.previousCells.find((one) => one.region === cell.region && one.indicator === cell.indicator);
  return changeText({ now: cell, before }, lang);
}

/** The blocks with what the writer added at the end of each section. */
export function withNarrative(blocks: readonly Block[], slots: ReadonlyMap<string, Block[]>): Block[] {
  if (slots.size === 0) return [...blocks];
  let slot: string | undefined;
  const result: Block[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      result.push(...(slots.get(slot ?? '') ?? []));
      slot = block.id;
    }
    result.push(block);
  }
  return [...result, ...(slots.get(slot ?? '') ?? [])];
}
