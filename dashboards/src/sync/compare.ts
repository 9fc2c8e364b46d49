import type { Json, JsonObject } from './desired.ts';

/** One place where what runs is not what is generated. */
export interface Difference {
  /** board, rule or folder */
  what: string;
  /** path within it; '' = the whole */
  path: string;
  /** `missing` there, `extra` there, or other than generated */
  kind: 'missing' | 'extra' | 'other';
}

/** Written by Grafana itself into what it stores. */
const OF_GRAFANA_BOARD = new Set(['id', 'version']);
const OF_GRAFANA_RULE = new Set(['id', 'updated', 'provenance', 'guid', 'version', 'orgID', 'folderUID', 'ruleGroup']);

/** Everything that a person changed on a board: what is not there, what was added, what is other. */
export function boardDifferences(
  what: string,
  { held, wanted }: { held: JsonObject; wanted: JsonObject },
): Difference[] {
  return differences(without(held, OF_GRAFANA_BOARD), without(wanted, OF_GRAFANA_BOARD), '').map((one) => ({
    ...one,
    what,
  }));
}

/** The same of a rule, into whose queries Grafana writes defaults: keys that only it has are no difference. */
export function ruleDifferences(
  what: string,
  { held, wanted }: { held: JsonObject; wanted: JsonObject },
): Difference[] {
  return differences(without(held, OF_GRAFANA_RULE), without(wanted, OF_GRAFANA_RULE), '')
    .filter(({ kind, path }) => kind !== 'extra' || path.endsWith(']'))
    .map((one) => ({ ...one, what }));
}

function without(value: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
}

type Found = Omit<Difference, 'what'>;

/** A key without a value (null) and no key are the same. */
function differences(held: Json | undefined, wanted: Json | undefined, path: string): Found[] {
  if (held === undefined || held === null)
    return wanted === undefined || wanted === null ? [] : [{ path, kind: 'missing' }];
  if (wanted === undefined || wanted === null) return [{ path, kind: 'extra' }];
  if (Array.isArray(held) && Array.isArray(wanted))
    return Array.from({ length: Math.max(held.length, wanted.length) }, (_, index) => index).flatMap((index) =>
      differences(held[index], wanted[index], `${path}[${index}]`),
    );
  if (isObject(held) && isObject(wanted))
    return [...new Set([...Object.keys(held), ...Object.keys(wanted)])]
      .sort()
      .flatMap((name) => differences(held[name], wanted[name], path === '' ? name : `${path}.${name}`));
  return held === wanted ? [] : [{ path, kind: 'other' }];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
