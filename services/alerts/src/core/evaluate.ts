import { dayOf } from '@duqing/calendar';
import { INDICATORS } from '@duqing/catalogue';
import { foldStanding } from './fold.ts';
import { cellKey } from './identity.ts';
import { KINDS } from './kinds/index.ts';
import { onFound, onGone } from './state.ts';
import {
  ALERT_KINDS,
  type AlertInput,
  type AlertKind,
  type Finding,
  type Scene,
  type Standing,
  type Transition,
} from './types.ts';

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));

/** A part of all alerts that can be decided though not everything was read. */
export interface Scope {
  kinds: readonly AlertKind[];
  /** whether what was read says that an alert which is not found any more has ended */
  judges(standing: Standing): boolean;
}

/**
 * The transitions that are due now, at most one an alert, sorted by key. Pure: the same input gives the same transitions, and
 * evaluating again with them among `previous` gives none. The input must hold the cells of every standing alert's period: an alert
 * whose cell is not there has ended without data. Within a scope only its kinds are decided, and only alerts that it judges end.
 */
export function evaluateAlerts(input: AlertInput, scope: Scope = ALL): Transition[] {
  const scene = sceneOf(input);
  const findings = new Map(findingsOf(scene, scope.kinds).map((finding) => [finding.key, finding]));
  const found = [...findings.values()].map((finding) => onFound(finding, scene.standing.get(finding.key), scene));
  const gone = [...scene.standing.values()]
    .filter((standing) => !findings.has(standing.key) && scope.judges(standing))
    .map((standing) => onGone(standing, scene));
  return [...found, ...gone].filter((row) => row !== undefined).sort((a, b) => (a.key < b.key ? -1 : 1));
}

const ALL: Scope = { kinds: ALERT_KINDS, judges: () => true };

function findingsOf(scene: Scene, kinds: readonly AlertKind[]): Finding[] {
  const found = Object.values(KINDS).flatMap(({ kind, find }) => (kinds.includes(kind) ? find(scene) : []));
  return scene.simulated ? found.map((finding) => ({ ...finding, simulated: true })) : found;
}

function sceneOf(input: AlertInput): Scene {
  return {
    ...input,
    cellByKey: new Map(input.cells.map((cell) => [cellKey(cell), cell])),
    entries: ENTRIES,
    standing: foldStanding(input.previous),
    today: dayOf(input.now),
  };
}
