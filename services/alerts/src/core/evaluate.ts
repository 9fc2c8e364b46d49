import { dayOf } from '@duqing/calendar';
import { INDICATORS } from '@duqing/catalogue';
import { foldStanding } from './fold.ts';
import { cellKey } from './identity.ts';
import { KINDS } from './kinds/index.ts';
import { onFound, onGone } from './state.ts';
import type { AlertInput, Finding, Scene, Transition } from './types.ts';

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));

/**
 * The transitions that are due now, at most one an alert, sorted by key. Pure: the same input gives the same transitions, and
 * evaluating again with them among `previous` gives none. The input must hold the cells of every standing alert's period: an alert
 * whose cell is not there has ended without data.
 */
export function evaluateAlerts(input: AlertInput): Transition[] {
  const scene = sceneOf(input);
  const findings = new Map(findingsOf(scene).map((finding) => [finding.key, finding]));
  const found = [...findings.values()].map((finding) => onFound(finding, scene.standing.get(finding.key), scene));
  const gone = [...scene.standing.values()]
    .filter(({ key }) => !findings.has(key))
    .map((standing) => onGone(standing, scene));
  return [...found, ...gone].filter((row) => row !== undefined).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function findingsOf(scene: Scene): Finding[] {
  const found = Object.values(KINDS).flatMap(({ find }) => find(scene));
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
