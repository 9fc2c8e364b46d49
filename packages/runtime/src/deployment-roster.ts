import { WEEKDAYS, type Deployment, type Roster } from '@duqing/regions';
import { z } from 'zod';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, HH:MM');
const postName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u, 'a post: 2 to 40 letters, digits and . _ -');
const turn = { post: postName, standIn: postName.nullable() };
const minutes = z.int().min(1).max(10_080).nullable();

/** roster.json of a deployment: posts, turns, hours, budgets. */
export const rosterShape = z.strictObject({
  posts: z.array(
    z.strictObject({
      post: postName,
      name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
      mail: z.email().nullable(),
    }),
  ),
  roles: z.array(
    z.strictObject({
      ...turn,
      role: z.string().regex(/^(commander|analysts|engineers|department:[a-z-]+)$/, 'a role that is told of alerts'),
      shifts: z.array(z.strictObject({ ...turn, days: z.array(z.enum(WEEKDAYS)).min(1), from: time, to: time })),
      escalate: postName.nullable(),
      perWeek: z.int().min(1).nullable(),
    }),
  ),
  acknowledge: z.strictObject({ critical: minutes, warning: minutes, info: minutes }),
  quiet: z.strictObject({ from: time, to: time }).nullable(),
  digestAt: time,
  remindHours: z.int().min(1).max(336),
});

/** What no file shape says: posts that are named are listed, each role once, and the digest does not come at night. */
export function rosterFaults({ roster = [] }: Pick<Deployment, 'roster'>): string[] {
  return roster.flatMap(({ value }, index) => faultsOf(value).map((fault) => `roster.json ${index}.value.${fault}`));
}

function faultsOf({ posts, roles, quiet, digestAt }: Roster): string[] {
  const listed = new Set(posts.map(({ post }) => post));
  const named = roles.flatMap((role, at) =>
    [role.post, role.standIn, role.escalate, ...role.shifts.flatMap(({ post, standIn }) => [post, standIn])].flatMap(
      (post) => (post === null || listed.has(post) ? [] : [`roles.${at}: ${post} is not in posts`]),
    ),
  );
  const twice = roles.flatMap(({ role }, at) =>
    roles.findIndex((one) => one.role === role) === at ? [] : [`roles.${at}.role: ${role} is listed twice`],
  );
  const postTwice = posts.length === listed.size ? [] : ['posts: a post is listed twice'];
  const atNight = quiet !== null && isIn(digestAt, quiet) ? ['digestAt: within the quiet hours'] : [];
  const never = quiet !== null && quiet.from === quiet.to ? ['quiet: all day'] : [];
  return [...named, ...twice, ...postTwice, ...atNight, ...never];
}

function isIn(time: string, { from, to }: { from: string; to: string }): boolean {
  return from < to ? time >= from && time < to : time >= from || time < to;
}
