import { foldStanding as folded } from '@duqing/warehouse';
import { ALERT_KINDS, type AlertKind, type Standing, type Transition } from './types.ts';

/** Newest state of every alert by key, of the kinds that this service knows; throws where the ledger holds another. */
export function foldStanding(transitions: readonly Transition[]): Map<string, Standing> {
  const found = [...folded(transitions)];
  return new Map(found.map(([key, standing]) => [key, { ...standing, kind: kindOf(standing.kind) }]));
}

function kindOf(text: string): AlertKind {
  const found = ALERT_KINDS.find((kind) => kind === text);
  if (found === undefined) throw new Error(`alert_transitions: unknown kind ${JSON.stringify(text)}`);
  return found;
}
