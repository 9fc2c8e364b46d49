import { randomUUID } from 'node:crypto';
import type { Principal } from '@duqing/access';
import { dayOf, parsePeriod } from '@duqing/calendar';
import { INDICATORS, type Cell, type Lang } from '@duqing/catalogue';
import {
  act,
  ACT_NEEDS,
  ActError,
  alertId,
  caseOf,
  lettersOf,
  onDuty,
  postName,
  readActs,
  rosterOf,
  ruleShares,
  weekCounts,
  type LetterView,
} from '@duqing/duty';
import { ALERT_ACTS, type AlertAct, type AlertView, type Reader } from '@duqing/warehouse';
import { entriesOf, headOf, SHOWS, wanted } from '../core/alert-list.ts';
import { areaNames } from '../core/areas.ts';
import { choiceField, kindField, langField, pageField, readQuery } from '../core/query.ts';
import { fieldOf, type Desk } from '../desk/desk.ts';
import { alertDutyPage } from '../pages/alert-duty-page.ts';
import { NOTHING_TYPED, type Typed } from '../pages/alert-forms.ts';
import { alertListPage } from '../pages/alert-list-page.ts';
import { alertPage } from '../pages/alert-page.ts';
import { link } from '../pages/links.ts';
import { markup, seeOther, type Answer, type Asked, type Route } from './answer.ts';
import { NotFoundError } from './not-found.ts';
import type { Scene } from './scene.ts';

const FOUR_WEEKS = 28 * 86_400_000;

/** The alerts, one of them with what may be done about it, and how they get through. */
export function alertsRoutes(scene: Scene): Route[] {
  return [
    { path: '/alerts', face: 'page', handle: async (asked) => list(scene, asked) },
    { path: '/alerts/duty', face: 'page', handle: async (asked) => duty(scene, asked) },
    { path: '/alerts/:id', face: 'page', handle: async (asked) => one(scene, asked) },
    {
      path: '/alerts/:id',
      face: 'page',
      method: 'POST',
      needs: 'acknowledge-alerts',
      handle: async (asked) => perform(scene, asked),
    },
  ];
}

function common({ deployment }: Scene, lang: Lang) {
  return { lang, place: deployment.name[lang], simulated: deployment.simulated };
}

function postNames({ deployment, clock }: Scene, lang: Lang): (post: string) => string {
  const roster = rosterOf(deployment, clock());
  return (post) => postName(roster, post)[lang];
}

async function list(scene: Scene, { query, principal }: Asked): Promise<Answer> {
  const asked = readQuery(query, { lang: langField, page: pageField, kind: kindField, show: choiceField(SHOWS) });
  const { lang = 'zh', page = 1, show = 'all', kind } = asked;
  const now = scene.clock();
  const acts = scene.desk === null ? [] : await readActs(scene.desk.store);
  const entries = entriesOf(await scene.reader.alerts(), { acts, at: now });
  const shown = wanted(entries, { show, kind, post: principal?.post ?? null });
  const nameOf = postNames(scene, lang);
  const hasPost = principal !== null;
  return markup(alertListPage({ ...common(scene, lang), entries, shown, show, kind, hasPost, now, page, nameOf }));
}

async function one(scene: Scene, asked: Asked): Promise<Answer> {
  const { lang = 'zh' } = readQuery(asked.query, { lang: langField });
  const alert = await alertOf(scene, asked.params['id'] ?? '');
  return markup(await pageOf(scene, { alert, lang, principal: asked.principal, problem: null, typed: NOTHING_TYPED }));
}

/** By the id of its address, or of one of its transitions, which is how messages link to it. */
async function alertOf({ reader }: Scene, id: string): Promise<AlertView> {
  const alerts = await reader.alerts();
  const key = /^[0-9a-f]{64}$/.test(id)
    ? (await reader.transitions()).find(({ transition_id }) => transition_id === id)?.key
    : undefined;
  const found = alerts.find((alert) => (key === undefined ? alertId(alert.key) === id : alert.key === key));
  if (!found) throw new NotFoundError('alert');
  return found;
}

/** What the alert is about as it stands now; a week's count has its own page. */
async function cellOf(reader: Reader, { indicator, region, period }: AlertView): Promise<Cell | null> {
  if (indicator === null || period === null || parsePeriod(period) === undefined) return null;
  const cells = await reader.cells({ indicator, region, period });
  return cells.find((cell) => cell.period === period) ?? null;
}

interface Showing {
  alert: AlertView;
  lang: Lang;
  principal: Principal | null;
  problem: string | null;
  typed: Typed;
}

async function pageOf(scene: Scene, { alert, lang, principal, problem, typed }: Showing): Promise<string> {
  const { deployment, desk } = scene;
  const now = scene.clock();
  const acts = desk === null ? [] : await readActs(desk.store, alert.key);
  const cell = await cellOf(scene.reader, alert);
  return alertPage({
    cell,
    ...common(scene, lang),
    id: alertId(alert.key),
    alert,
    now: caseOf(alert, { acts, at: now }),
    letters: desk === null ? null : await lettersOf(desk.store, { key: alert.key }),
    may: ALERT_ACTS.filter((what) => isAllowed(desk, { principal, what, area: alert.region })),
    posts: (rosterOf(deployment, now)?.posts ?? []).map(({ post, name }) => ({ post, name: name[lang] })),
    today: dayOf(now),
    form: randomUUID(),
    problem,
    typed,
    areaOf: areaNames(deployment, { at: now, lang }),
    itemOf: (id) => INDICATORS.find((entry) => entry.id === id)?.name[lang] ?? id,
    nameOf: postNames(scene, lang),
  });
}

function isAllowed(
  desk: Desk | null,
  { principal, what, area }: { principal: Principal | null; what: AlertAct; area: string },
): boolean {
  return desk !== null && principal !== null && desk.access.allows(principal, ACT_NEEDS[what], area);
}

/** Done: back to the page. Not done: the page says why and keeps what was typed. */
async function perform(scene: Scene, { params, form, principal }: Asked): Promise<Answer> {
  const { desk, reader, deployment, clock } = scene;
  if (desk === null || principal === null) throw new Error('a route with needs was called without a post');
  const lang: Lang = fieldOf(form, 'lang') === 'en' ? 'en' : 'zh';
  const alert = await alertOf(scene, params['id'] ?? '');
  const what = ALERT_ACTS.find((name) => name === fieldOf(form, 'act'));
  const number = Number(fieldOf(form, 'notice'));
  if (what === undefined || !Number.isInteger(number)) throw new NotFoundError('act');
  const typed = {
    act: what,
    text: fieldOf(form, 'text'),
    assignee: fieldOf(form, 'assignee'),
    due: fieldOf(form, 'due'),
    outcome: fieldOf(form, 'outcome'),
  };
  const request = { ...typed, key: alert.key, notice: number, form: fieldOf(form, 'form') };
  try {
    await act({ store: desk.store, access: desk.access, reader, deployment, clock }, request, principal);
  } catch (error) {
    if (!(error instanceof ActError)) throw error;
    const problem = error.text[lang];
    return markup(await pageOf(scene, { alert, lang, principal, problem, typed }), error.field === 'post' ? 403 : 400);
  }
  return seeOther(link(`/alerts/${alertId(alert.key)}`, { lang }));
}

async function duty(scene: Scene, { query }: Asked): Promise<Answer> {
  const { lang = 'zh' } = readQuery(query, { lang: langField });
  const { deployment, desk, reader } = scene;
  const now = scene.clock();
  const roster = rosterOf(deployment, now);
  const letters = desk === null ? [] : await lettersOf(desk.store, { since: now - FOUR_WEEKS });
  const acts = desk === null ? [] : await readActs(desk.store);
  const alerts = await reader.alerts();
  const turns = (roster?.roles ?? []).map((role) => ({
    role: role.role,
    ...(onDuty(roster, role.role, now) ?? role),
    escalate: role.escalate,
  }));
  return markup(
    alertDutyPage({
      ...common(scene, lang),
      now,
      turns,
      quiet: roster?.quiet ?? null,
      digestAt: roster?.digestAt ?? null,
      counts: weekCounts(
        letters.map(({ letter }) => letter),
        roster,
      ),
      shares: ruleShares(alerts, { acts, at: now }),
      lost: lostOf(letters),
      nameOf: postNames(scene, lang),
      kindOf: kindNames(alerts, lang),
    }),
  );
}

function lostOf(letters: readonly LetterView[]): { channel: string; letters: number; error: string }[] {
  const lost = letters.flatMap(({ ways }) => ways.filter(({ delivered }) => !delivered));
  return [...Map.groupBy(lost, ({ channel }) => channel)].map(([channel, own]) => ({
    channel,
    letters: own.length,
    error: own.at(-1)?.error ?? '',
  }));
}

/** A kind's name stands last in what its alerts are about. */
function kindNames(alerts: readonly AlertView[], lang: Lang): (kind: string) => string {
  const named = new Map(
    alerts.map((alert) => [
      alert.kind,
      headOf(alert, lang)
        .split(lang === 'zh' ? ' ' : ', ')
        .at(-1),
    ]),
  );
  return (kind) => named.get(kind) ?? kind;
}
