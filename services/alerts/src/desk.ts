import { readActs, rosterOf } from '@duqing/duty';
import type { Deployment } from '@duqing/regions';
import type { AlertActRow, AlertLetterRow, Store } from '@duqing/warehouse';
import { FRESH_MS, historiesOf, letterId, type DutyInput } from './core/duty/history.ts';
import { isMoot } from './core/duty/moot.ts';
import { planLetters } from './core/duty/plan.ts';
import { sentByKey, type Sent } from './core/duty/sent.ts';
import type { Due } from './core/outgoing.ts';
import type { Transition } from './core/types.ts';
import { appendLetters, readLetters, readReleases } from './store/letters.ts';

/** How far back (ms) letters and transitions matter: a week's budget, the longest hold, two waits for somebody to acknowledge. */
const REACH_MS = 28 * 86_400_000;

/** What the ledgers hold that letters are decided by. */
export interface Desk {
  acts: AlertActRow[];
  letters: AlertLetterRow[];
  /** what Alertmanager released */
  released: ReadonlyMap<string, number>;
}

export interface DeskOptions {
  store: Store;
  desk: Desk;
  deployment: Deployment;
  /** ms */
  now: number;
  /** whether Alertmanager releases what alerts do; else all of it is released when it is decided */
  isReleasedElsewhere: boolean;
}

export async function readDesk(store: Store, now: number): Promise<Desk> {
  const [acts, letters, released] = await Promise.all([
    readActs(store),
    readLetters(store, now - REACH_MS),
    readReleases(store, now - REACH_MS),
  ]);
  return { acts, letters, released };
}

/**
 * Decides who is to be told what, keeps it in the ledger of letters, and gives those that may go out now: released, not held any more,
 * not moot, and not history.
 */
export async function dueLetters(transitions: readonly Transition[], options: DeskOptions): Promise<Due[]> {
  const input = inputOf(transitions, options);
  const planned = planLetters(input);
  await appendLetters(options.store, planned);
  return openOf({ ...input, letters: [...input.letters, ...planned] });
}

function inputOf(transitions: readonly Transition[], options: DeskOptions): DutyInput {
  const { desk, deployment, now, isReleasedElsewhere } = options;
  const { acts, letters } = desk;
  const released = isReleasedElsewhere ? desk.released : null;
  const sent = sentByKey(transitions, wantedKeys(transitions, { acts, now }));
  return { sent, acts, letters, released, roster: rosterOf(deployment, now), now };
}

/** Alerts of which anything may still be told: those that moved lately, and those of which something is or was lately due. */
function wantedKeys(
  transitions: readonly Transition[],
  { acts, now }: { acts: readonly AlertActRow[]; now: number },
): (key: string) => boolean {
  const moved = transitions.filter(({ at }) => at >= now - REACH_MS).map(({ key }) => key);
  const owed = acts.filter(({ at, due }) => Math.max(at, due) >= now - FRESH_MS).map(({ key }) => key);
  const keys = new Set([...moved, ...owed]);
  return (key) => keys.has(key);
}

function openOf(input: DutyInput): Due[] {
  const { letters, now, released, sent } = input;
  const known = { histories: historiesOf(input), letters: new Map(letters.map((one) => [letterId(one), one])), now };
  return letters
    .filter(({ release_at }) => release_at <= now && release_at >= now - FRESH_MS)
    .filter((letter) => !isFromAlert(letter) || released === null || released.has(letterId(letter)))
    .filter((letter) => !isMoot(letter, known))
    .map((letter) => ({ ...letter, page: pageOf(letter, sent.get(letter.key) ?? []) }));
}

/** What the alert itself does goes by Alertmanager; what is done or left undone about it is ours alone. */
export function isFromAlert({ sort }: AlertLetterRow): boolean {
  return sort === 'notice' || sort === 'recall' || sort === 'resolved';
}

function pageOf({ ref, number }: AlertLetterRow, sent: readonly Sent[]): string {
  return sent.find((one) => one.number === number)?.ref ?? ref;
}
