import type { Text } from '../types.ts';
import { KINDS } from './index.ts';

/** A kind's name; one that is not known any more keeps its id. */
export function kindName(kind: string): Text {
  return (
    new Map<string, Text>(Object.entries(KINDS).map(([id, { name }]) => [id, name])).get(kind) ?? { zh: kind, en: kind }
  );
}
