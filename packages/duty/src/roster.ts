import { dayOf } from '@duqing/calendar';
import { inForceOn, knownAt, type Deployment, type Roster, type RosterTurn } from '@duqing/regions';
import { spanAround, weekdayOf } from './hours.ts';

/** The roster in force at a moment (ms); null where the deployment has none. */
export function rosterOf({ roster = [] }: Pick<Deployment, 'roster'>, at: number): Roster | null {
  const known = knownAt(roster, at);
  return known.length === 0 ? null : inForceOn(known, dayOf(at));
}

/** Who is on duty for a role at a moment; the first shift that holds it, else the role's own turn. Null where no roster names it. */
export function onDuty(roster: Roster | null, role: string, at: number): RosterTurn | null {
  const found = roster?.roles.find((one) => one.role === role);
  if (!found) return null;
  const shift = found.shifts.find((one) => {
    const span = spanAround(at, one);
    return span !== null && one.days.includes(weekdayOf(span.day));
  });
  const { post, standIn } = shift ?? found;
  return { post, standIn };
}

/** A post's name, or the post itself where no roster lists it. */
export function postName(roster: Roster | null, post: string): { zh: string; en: string } {
  return roster?.posts.find((one) => one.post === post)?.name ?? { zh: post, en: post };
}
