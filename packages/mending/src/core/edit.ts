import { MendError } from './words.ts';

export type Path = readonly (string | number)[];

/** One change of an event: a value at a path, or the path taken away. */
export type Edit = { path: Path; value: unknown } | { path: Path; unset: true };

const STEP = /([A-Za-z][A-Za-z0-9_]*)|\[(\d{1,4})\]/g;
const WHOLE = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*|\[\d{1,4}\])*$/;
const NAMES_OF_OBJECT = new Set(['constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf']);

/** `data.filedAt=2026-05-03` sets text, `data.revision:=2` sets JSON. Throws a MendError where it is neither. */
export function parseSet(text: string): Edit {
  const [, path, isJson, value] = /^([^=:]+)(:?)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new MendError({
      zh: `${text}：应写作 data.filedAt=2026-05-03（文本）或 data.revision:=2（数字等）`,
      en: `${text}: write data.filedAt=2026-05-03 (text) or data.revision:=2 (a number and the like)`,
    });
  return { path: parsePath(path), value: isJson === ':' ? parseJson(value, path) : value };
}

export function parseUnset(text: string): Edit {
  return { path: parsePath(text), unset: true };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MendError({ zh: `${path}：${text} 不是 JSON`, en: `${path}: ${text} is not JSON` });
  }
}

/** Throws a MendError where the text is no path of a field. */
export function parsePath(text: string): Path {
  const steps = [...text.matchAll(STEP)].map(([, name, index]) => name ?? Number(index));
  if (!WHOLE.test(text) || steps.some((step) => NAMES_OF_OBJECT.has(String(step))))
    throw new MendError({
      zh: `${text}：不是字段路径，例如 data.items[0].purity`,
      en: `${text}: no path of a field, such as data.items[0].purity`,
    });
  return steps;
}

/** A copy of the event with the edits made in their order; throws a MendError where a path leads through what is no object. */
export function edited(event: Record<string, unknown>, edits: readonly Edit[]): Record<string, unknown> {
  const copy = structuredClone(event);
  for (const edit of edits) make(copy, edit);
  return copy;
}

function make(event: Record<string, unknown>, edit: Edit): void {
  const last = edit.path.at(-1) ?? '';
  let holder: unknown = event;
  for (const step of edit.path.slice(0, -1)) holder = childOf(holder, step);
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder) !== (typeof last === 'number'))
    throw blocked(edit.path);
  const fields = holder as Record<string | number, unknown>;
  if (!('unset' in edit)) fields[last] = edit.value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete fields[last];
}

function childOf(holder: unknown, step: string | number): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return Object.hasOwn(holder, step) ? (holder as Record<string | number, unknown>)[step] : undefined;
}

function blocked(path: Path): MendError {
  const text = path.join('.');
  return new MendError({ zh: `${text}：消息中没有这个位置`, en: `${text}: the message has no such place` });
}
