import { alertId } from '@duqing/duty';
import { postJson } from '../channels/http.ts';
import { foldStanding } from '../core/fold.ts';
import { rolesOf } from '../core/roles.ts';
import { runbookOf } from '../core/text/compose.ts';
import type { Role, Standing, Transition } from '../core/types.ts';

/** An alert as `POST /api/v2/alerts` takes it. */
export interface PostedAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
}

/** How long (ms) an alert stands in Alertmanager without being said again: outlives a restart of ours. */
const TTL_MS = 4 * 3_600_000;
/** How long (ms) an end is said again, in case Alertmanager was away when it came. */
const END_MS = 24 * 3_600_000;
/** Alerts in one request: keeps bodies and memory bounded. */
const PER_REQUEST = 500;

/** Every standing alert, and every one that ended lately, once for each role. */
export function postedAlerts(
  transitions: readonly Transition[],
  { now, city }: { now: number; city: string },
): PostedAlert[] {
  const last = new Map<string, string>();
  for (const row of [...transitions].sort((a, b) => a.at - b.at)) {
    if (row.to_state === 'resolved' || (row.to_state === 'firing' && row.from_state !== 'recovering'))
      last.set(row.key, row.transition_id);
  }
  return [...foldStanding(transitions).values()]
    .filter(({ state, since }) => isActive(state) || (state === 'resolved' && now - since <= END_MS))
    .flatMap((alert) =>
      rolesOf(alert).map((role) => posted(alert, { role, now, city, transition: last.get(alert.key) ?? '' })),
    );
}

function isActive(state: Standing['state']): boolean {
  return state === 'firing' || state === 'recovering';
}

/** Labels say what it is and never change while it stands; what changes is in the annotations. */
function posted(
  alert: Standing,
  { role, now, city, transition }: { role: Role; now: number; city: string; transition: string },
): PostedAlert {
  const { kind, key, severity, region, indicator, period, began, since, state, causes } = alert;
  const labels = {
    alertname: kind,
    kind,
    severity,
    role,
    region,
    level: region === city ? 'city' : 'county',
    alert_id: alertId(key),
    ...(causes.length > 0 && { event: alertId([...causes].sort().join('\n')) }),
    ...(indicator !== null && { indicator }),
    ...(period !== null && { period }),
  };
  return {
    labels,
    annotations: { transition_id: transition, summary: alert.text.zh, runbook: runbookOf(kind) },
    startsAt: new Date(began).toISOString(),
    endsAt: new Date(isActive(state) ? now + TTL_MS : Math.max(since, began + 1)).toISOString(),
  };
}

/** Posts them all, part by part. Throws a TransientError where Alertmanager may answer later. */
export async function pushAlerts(url: string, alerts: readonly PostedAlert[]): Promise<void> {
  for (let start = 0; start < alerts.length; start += PER_REQUEST) {
    const body = alerts.slice(start, start + PER_REQUEST);
    await postJson({ channel: 'alertmanager', url: `${url}/api/v2/alerts`, body, timeout: 10_000 });
  }
}
