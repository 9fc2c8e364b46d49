/** One value of an event and where it stands: data.items[0].purity. */
export interface Leaf {
  path: string;
  value: unknown;
}

/** A payload's values in their order, lists of texts as one; null where it is no JSON object. */
export function leavesOf(payload: string): Leaf[] | null {
  let event: unknown;
  try {
    event = JSON.parse(payload.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
  return typeof event === 'object' && event !== null && !Array.isArray(event) ? leaves('', event).slice(0, MOST) : null;
}

/** more than a right event of a thousand items has that anyone reads */
const MOST = 400;

function leaves(path: string, value: unknown): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  if (Array.isArray(value)) {
    if (value.every((part) => typeof part !== 'object')) return [{ path, value }];
    return value.flatMap((part, index) => leaves(`${path}[${index}]`, part));
  }
  return Object.entries(value).flatMap(([key, part]) => leaves(path === '' ? key : `${path}.${key}`, part));
}

/** A value that differs between two versions of an event; undefined = not there. */
export interface Change {
  path: string;
  before: unknown;
  after: unknown;
}

/** What differs between what was sent and what is proposed, in the order of the latter; null where either cannot be taken apart. */
export function changesOf(before: string, after: string): Change[] | null {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  if (was === null || is === null) return null;
  const [old, now] = [asMap(was), asMap(is)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((path) => {
    const change = { path, before: old.get(path), after: now.get(path) };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}

function asMap(all: readonly Leaf[]): Map<string, unknown> {
  return new Map(all.map(({ path, value }) => [path, value]));
}
