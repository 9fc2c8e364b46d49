import type { Principal } from '@duqing/access';
import { dayOf } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import { ConfigError, createConfiguring, type Configuring, type Request, type Shown } from '@duqing/config';
import { CONFIGURATION_PARTS } from '@duqing/warehouse';
import { areaNames } from '../core/areas.ts';
import { langField, readQuery, type Fault } from '../core/query.ts';
import { fieldOf, type Desk } from '../desk/desk.ts';
import { configurationPage, proposePage, type Common, type Typed } from '../pages/configuration-pages.ts';
import { link } from '../pages/links.ts';
import { proposalPage } from '../pages/proposal-page.ts';
import { markup, seeOther, type Answer, type Asked, type Route } from './answer.ts';
import { noStoreRoute } from './no-store.ts';
import { NotFoundError } from './not-found.ts';
import { itemNames } from './page-routes.ts';
import type { Scene } from './scene.ts';

/** What wakes the services that compute: a batch of changes without any. */
const [CHANGED_TOPIC, NO_CHANGES] = ['duqing.changed', { key: null, value: '[]' }] as const;

interface Given {
  scene: Scene;
  desk: Desk;
  configuring: Configuring;
  asked: Asked;
  lang: Lang;
}

/** Versions of the configuration: shown to all who read, proposed and approved by two posts. */
export function configurationRoutes(scene: Scene): Route[] {
  const { desk } = scene;
  if (desk === null) return [noStoreRoute(scene, { path: '/configuration', zh: '配置', en: 'Configuration' })];
  const configuring = createConfiguring({ ...scene, ...desk });
  const route = (path: string, handle: (given: Given) => Promise<Answer>, more: Partial<Route> = {}): Route => ({
    path,
    face: 'page',
    ...more,
    handle: async (asked) => handle({ scene, desk, configuring, asked, lang: langOf(asked, more.method) }),
  });
  const propose = { needs: 'propose-configuration' } as const;
  return [
    route('/configuration', list),
    route('/configuration/new', async (given) => formAnswer(given, { typed: blank(given), faults: [] }), propose),
    route('/configuration', take, { ...propose, method: 'POST' }),
    route('/configuration/:id', show),
    route('/configuration/:id/approve', approve, { needs: 'approve-configuration', method: 'POST' }),
    route('/configuration/:id/reject', reject, { ...propose, method: 'POST' }),
  ];
}

function langOf({ query, form }: Asked, method: Route['method']): Lang {
  if (method === 'POST') return fieldOf(form, 'lang') === 'en' ? 'en' : 'zh';
  return readQuery(query, { lang: langField }).lang ?? 'zh';
}

function commonOf({ scene: { deployment }, lang }: Given): Common {
  return { lang, place: deployment.name[lang], simulated: deployment.simulated };
}

function may(
  { desk, asked: { principal } }: Given,
  action: 'propose-configuration' | 'approve-configuration',
): boolean {
  return principal !== null && desk.access.allowsEverywhere(principal, action);
}

async function list(given: Given): Promise<Answer> {
  const { configuring } = given;
  const [versions, proposals] = [await configuring.versions(), await configuring.proposals()];
  const mayPropose = may(given, 'propose-configuration');
  return markup(configurationPage({ ...commonOf(given), versions, proposals, mayPropose }));
}

function blank({ scene }: Given): Typed {
  const validFrom = dayOf(scene.clock());
  return { part: 'targets', validFrom, source: '', reason: '', sets: '', value: '' };
}

function formAnswer(given: Given, { typed, faults }: { typed: Typed; faults: readonly Fault[] }): Answer {
  return markup(proposePage({ ...commonOf(given), typed, faults }), faults.length > 0 ? 400 : 200);
}

function typedIn({ asked: { form } }: Given): Typed {
  const part = CONFIGURATION_PARTS.find((one) => one === fieldOf(form, 'part')) ?? 'targets';
  const [validFrom, source, reason, sets, value] = ['valid-from', 'source', 'reason', 'sets', 'value'].map((name) =>
    fieldOf(form, name),
  );
  return {
    part,
    validFrom: validFrom ?? '',
    source: source ?? '',
    reason: reason ?? '',
    sets: sets ?? '',
    value: value ?? '',
  };
}

function requestOf({ sets, value, ...rest }: Typed): Request {
  const lines = sets.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (value === '') return { ...rest, sets: lines };
  try {
    return { ...rest, sets: lines, value: JSON.parse(value) as unknown };
  } catch {
    const reason = { zh: '不是 JSON', en: 'no JSON' };
    throw new ConfigError([{ field: 'value', reason }]);
  }
}

/** Looks first where that is asked; what cannot be proposed comes back as it was typed, with every fault. */
async function take(given: Given): Promise<Answer> {
  const { asked, lang, configuring } = given;
  const typed = typedIn(given);
  const isLook = fieldOf(asked.form, 'act') === 'look';
  try {
    const shown = await configuring.propose(requestOf(typed), isLook ? null : asked.principal);
    if (!isLook) return seeOther(link(`/configuration/${shown.proposal.id}`, { lang }));
    return shownAnswer(given, { shown, faults: [], typed });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return formAnswer(given, { typed, faults: error.faults });
  }
}

async function show(given: Given): Promise<Answer> {
  return shownAnswer(given, { shown: await shownOf(given), faults: [], typed: null });
}

async function shownOf({ configuring, asked }: Given): Promise<Shown> {
  return configuring.shown(asked.params['id'] ?? '').catch((error: unknown) => {
    throw error instanceof ConfigError ? new NotFoundError('proposal') : error;
  });
}

interface Showing {
  shown: Shown;
  faults: readonly Fault[];
  typed: Typed | null;
}

function shownAnswer(given: Given, showing: Showing): Answer {
  const { scene, lang, asked } = given;
  const isOwn = asked.principal?.post === showing.shown.proposal.post;
  const mayApprove = may(given, 'approve-configuration');
  const page = proposalPage({
    ...commonOf(given),
    ...showing,
    nameOf: itemNames(lang),
    areaOf: areaNames(scene.deployment, { at: scene.clock(), lang }),
    mayApprove: mayApprove && !isOwn,
    mayReject: mayApprove || (isOwn && may(given, 'propose-configuration')),
  });
  return markup(page, showing.faults.length > 0 ? 400 : 200);
}

async function approve(given: Given): Promise<Answer> {
  return decided(given, async (id, by) => {
    await given.configuring.approve(id, by);
    // recorded already: what could not be woken finds it at its next look
    await given.desk.publisher?.publish(CHANGED_TOPIC, [NO_CHANGES]).catch((error: unknown) => {
      given.scene.logger.warn({ err: error }, 'not woken');
    });
  });
}

async function reject(given: Given): Promise<Answer> {
  const reason = fieldOf(given.asked.form, 'reason');
  return decided(given, async (id, by) => given.configuring.reject(id, { by, reason }));
}

async function decided(given: Given, work: (id: string, by: Principal | null) => Promise<void>): Promise<Answer> {
  const { asked, lang } = given;
  const { id } = (await shownOf(given)).proposal;
  try {
    await work(id, asked.principal);
    return seeOther(link(`/configuration/${id}`, { lang }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return shownAnswer(given, { shown: await shownOf(given), faults: error.faults, typed: null });
  }
}
