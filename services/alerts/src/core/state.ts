import { transitionId } from '@duqing/warehouse';
import { KINDS } from './kinds/index.ts';
import { endingText, noticeText } from './text/compose.ts';
import type { Ending, Finding, Scene, Severity, Standing, State, Text, Transition } from './types.ts';

/** How long (ms) a finding of a running period must hold before it fires, and its absence before it resolves. */
const HOLD_MS = 24 * 3_600_000;

const RANK: Record<Severity, number> = { info: 0, warning: 1, critical: 2 };

/** The next transition of an alert that is found now; none where it stands as it should. */
export function onFound(finding: Finding, standing: Standing | undefined, scene: Scene): Transition | undefined {
  const state = standing?.state ?? 'normal';
  const to = nextWhenFound(finding, { standing, state, now: scene.now });
  if (to === undefined) return undefined;
  const opens = state === 'normal' || state === 'resolved';
  const episode = (standing?.episode ?? 0) + (opens ? 1 : 0);
  const since = opens ? scene.now : (standing?.began ?? scene.now);
  const text = to === 'normal' ? NOTHING : noticeText(finding, { scene, since });
  return rowOf(finding, { standing, episode, to, scene, text, recall: null });
}

function nextWhenFound(
  finding: Finding,
  { standing, state, now }: { standing: Standing | undefined; state: State; now: number },
): State | undefined {
  switch (state) {
    case 'normal':
    case 'resolved':
      if (finding.silenced) return undefined;
      return finding.held ? 'pending' : 'firing';
    case 'pending':
      if (finding.silenced) return 'normal';
      return !finding.held || now - (standing?.since ?? now) >= HOLD_MS ? 'firing' : undefined;
    case 'firing':
      return standing && RANK[finding.severity] > RANK[standing.severity] ? 'firing' : undefined;
    case 'recovering':
      return 'firing';
  }
}

/** The next transition of an alert that stands and is not found now. */
export function onGone(standing: Standing, scene: Scene): Transition | undefined {
  const { state, episode } = standing;
  if (state === 'normal' || state === 'resolved') return undefined;
  const ending = KINDS[standing.kind].ending(standing, scene);
  const to = nextWhenGone(standing, { ending, now: scene.now });
  if (to === undefined) return undefined;
  const recall = to === 'resolved' && ending.outcome === 'revoked' ? standing.recalls + 1 : null;
  const text = to === 'normal' ? NOTHING : endingText(standing, { scene, ending, recall });
  return rowOf(standing, { standing, episode, to, scene, text, recall });
}

function nextWhenGone({ state, since }: Standing, { ending, now }: { ending: Ending; now: number }): State | undefined {
  switch (state) {
    case 'pending':
      return 'normal';
    case 'firing':
      return ending.held ? 'recovering' : 'resolved';
    case 'recovering':
      return !ending.held || now - since >= HOLD_MS ? 'resolved' : undefined;
    case 'normal':
    case 'resolved':
      return undefined;
  }
}

const NOTHING: Text = { zh: '', en: '' };

type Subject = Pick<
  Finding,
  'kind' | 'key' | 'severity' | 'indicator' | 'region' | 'period' | 'value' | 'causes' | 'simulated'
>;

interface Move {
  standing: Standing | undefined;
  episode: number;
  to: State;
  scene: Scene;
  text: Text;
  recall: number | null;
}

/** `at` grows with every transition of an alert, so that their order is theirs whatever the clock does. */
function rowOf(subject: Subject, { standing, episode, to, scene, text, recall }: Move): Transition {
  const { kind, key, severity, indicator, region, period, value, causes, simulated } = subject;
  const entry = (standing?.episode === episode ? (standing.entered.get(to) ?? 0) : 0) + 1;
  return {
    transition_id: transitionId({ kind, key, episode, to, entry, recall }),
    kind,
    key,
    episode,
    severity,
    indicator: indicator ?? '',
    region,
    period: period ?? '',
    from_state: standing?.state ?? 'normal',
    to_state: to,
    at: standing ? Math.max(scene.now, standing.since + 1) : scene.now,
    text_zh: text.zh,
    text_en: text.en,
    value,
    causes,
    simulated,
  };
}
