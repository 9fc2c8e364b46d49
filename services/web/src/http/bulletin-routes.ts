import type { Action } from '@duqing/access';
import type { Lang } from '@duqing/catalogue';
import { bulletinNotices, type BulletinNoticeRow } from '@duqing/warehouse';
import { areasOf } from '../core/areas.ts';
import { langField, quarterField, readQuery } from '../core/query.ts';
import { fieldOf } from '../desk/desk.ts';
import { refusedText, type EditionRef, type Editions, type EditionState } from '../desk/editions.ts';
import { EditionsAway } from '../desk/remote-editions.ts';
import {
  bulletinDeskPage,
  bulletinsAwayPage,
  bulletinStatePage,
  documentPath,
  noticePage,
} from '../pages/bulletin-pages.ts';
import { link } from '../pages/links.ts';
import { markup, seeOther, type Answer, type Asked, type Route } from './answer.ts';
import { bundleFile, bundleFiles, fileAnswer } from './bundle.ts';
import { NotFoundError } from './page-routes.ts';
import type { Scene } from './scene.ts';

const WISHES = ['draft', 'redraft', 'write', 'review', 'return', 'seal'] as const;
type Wish = (typeof WISHES)[number];
const NEEDS = {
  draft: 'write-bulletin',
  redraft: 'write-bulletin',
  write: 'write-bulletin',
  review: 'review-bulletin',
  return: 'review-bulletin',
  seal: 'seal-bulletin',
} as const;

/** Issued correction notices; drafting, reviewing and sealing where there is somebody who makes bulletins. */
export function bulletinRoutes(scene: Scene): Route[] {
  const notices: Route[] = [
    { path: '/bulletins/notices/:bundle', face: 'page', handle: async (asked) => notice(scene, asked) },
    { path: '/bulletins/notices/:bundle/:file', face: 'page', handle: async (asked) => noticeFile(scene, asked) },
  ];
  return [...notices, ...deskRoutes(scene)];
}

function deskRoutes(scene: Scene): Route[] {
  const { desk } = scene;
  if (desk?.editions === undefined) return [];
  const { editions } = desk;
  const route = (path: string, needs: Action, handle: (given: Given, asked: Asked) => Promise<Answer>): Route => ({
    path,
    face: 'page',
    needs,
    handle: async (asked) => {
      const { principal, token } = asked;
      if (principal === null || token === null) throw new NotFoundError('post');
      return handle({ scene, editions: editions({ principal, token }) }, asked).catch((error: unknown) => {
        if (!(error instanceof EditionsAway)) throw error;
        scene.logger.warn({ err: error }, 'bulletin service');
        return markup(bulletinsAwayPage({ ...common(scene, langOf(asked)), path }), 503);
      });
    },
  });
  const document = '/bulletins/desk/:document';
  return [
    route('/bulletins/desk', 'write-bulletin', async (given, asked) => list(given, { asked })),
    route(document, 'write-bulletin', async (given, asked) => state(given, { asked })),
    route(`${document}/:file`, 'write-bulletin', file),
    ...WISHES.map((wish): Route => {
      const path = wish === 'draft' ? '/bulletins/desk' : `${document}/${wish}`;
      return { ...route(path, NEEDS[wish], async (given, asked) => act(given, { asked, wish })), method: 'POST' };
    }),
  ];
}

async function noticeOf({ desk }: Scene, id: string | undefined): Promise<BulletinNoticeRow> {
  const rows = desk === null ? [] : await bulletinNotices(desk.store);
  const row = rows.find(({ bundle_id }) => bundle_id === id);
  if (!row) throw new NotFoundError('notice');
  return row;
}

async function notice(scene: Scene, { params, query }: Asked): Promise<Answer> {
  const { lang = 'zh' } = readQuery(query, { lang: langField });
  const row = await noticeOf(scene, params['bundle']);
  return markup(noticePage({ ...common(scene, lang), row, files: await bundleFiles(row) }));
}

async function noticeFile(scene: Scene, { params }: Asked): Promise<Answer> {
  const found = await bundleFile(await noticeOf(scene, params['bundle']), params['file'] ?? '');
  if (!found) throw new NotFoundError('file');
  return found;
}

interface Given {
  scene: Scene;
  editions: Editions;
}

interface Shown {
  asked: Asked;
  /** why what was asked for was not done */
  problem?: { zh: string; en: string };
  /** what the writer typed, where it could not be kept */
  typed?: string;
}

function langOf({ query, form }: Asked): Lang {
  return query['lang'] === 'en' || fieldOf(form, 'lang') === 'en' ? 'en' : 'zh';
}

function common({ deployment }: Scene, lang: Lang): { lang: Lang; place: string; simulated: boolean } {
  return { lang, place: deployment.name[lang], simulated: deployment.simulated };
}

async function list({ scene, editions }: Given, { asked, problem }: Shown): Promise<Answer> {
  if (!problem) readQuery(asked.query, { lang: langField });
  const lang = langOf(asked);
  const said = problem === undefined ? {} : { problem: problem[lang] };
  const body = bulletinDeskPage({
    ...common(scene, lang),
    now: scene.clock(),
    areas: unitsOf(scene, lang),
    states: await editions.states(),
    ...said,
  });
  return markup(body, problem ? 409 : 200);
}

async function state({ scene, editions }: Given, { asked, problem, typed }: Shown): Promise<Answer> {
  const lang = langOf(asked);
  const ref = refIn(asked);
  const held = await editions.state(ref);
  if (isNothing(held) && problem === undefined) throw new NotFoundError('draft');
  const isOpen = held.stage !== 'issued' && held.stage !== 'void';
  const isAsked = isOpen && held.draft !== null && held.work === null;
  const changes = isAsked ? await editions.changeLines(ref, lang) : [];
  const may = (action: (typeof NEEDS)[Wish]): boolean =>
    asked.principal !== null && scene.desk?.access.allowsEverywhere(asked.principal, action) === true;
  const body = bulletinStatePage({
    ...common(scene, lang),
    of: ref,
    city: scene.deployment.city,
    state: held,
    post: asked.principal?.post ?? '',
    mayReview: may('review-bulletin'),
    maySeal: may('seal-bulletin'),
    changes,
    now: scene.clock(),
    ...(problem && { problem: problem[lang] }),
    ...(typed !== undefined && { typed }),
  });
  const answer = markup(body, problem ? 409 : 200);
  // asked again by itself until it is made
  return held.work === null ? answer : { ...answer, headers: { refresh: '5' } };
}

/** Neither begun nor tried. */
function isNothing({ draft, work, failed }: EditionState): boolean {
  return draft === null && work === null && failed === null;
}

/** Counties and zones of now, in the order of their codes. */
function unitsOf({ deployment, clock }: Scene, lang: Lang): { code: string; name: string }[] {
  return areasOf(deployment, { at: clock(), lang }).filter(({ code }) => code !== deployment.city);
}

async function file({ editions }: Given, { params, ...asked }: Asked): Promise<Answer> {
  const name = params['file'] ?? '';
  const content = await editions.draftFile(refIn({ ...asked, params }), name);
  if (content === null) throw new NotFoundError('file');
  return fileAnswer(name, content);
}

async function act(given: Given, { asked, wish }: { asked: Asked; wish: Wish }): Promise<Answer> {
  const typed = fieldOf(asked.form, 'narrative');
  try {
    const { document } = await done(given, { asked, wish });
    return seeOther(link(documentPath(document), { lang: langOf(asked) }));
  } catch (error) {
    const problem = refusedText(error);
    if (problem === null) throw error;
    if (wish === 'draft') return list(given, { asked, problem });
    return state(given, { asked, problem, ...(wish === 'write' && { typed }) });
  }
}

async function done({ editions }: Given, { asked, wish }: { asked: Asked; wish: Wish }): Promise<EditionState> {
  const remark = fieldOf(asked.form, 'remark').slice(0, 500);
  switch (wish) {
    case 'draft':
      return editions.draft(newRef(asked));
    case 'redraft':
      return editions.draft(refIn(asked));
    case 'write':
      // line ends as browsers send them; the draft's bytes must not depend on the browser
      return editions.write(refIn(asked), narrativeIn(asked));
    case 'review':
      return editions.review(refIn(asked), remark);
    case 'return':
      return editions.sendBack(refIn(asked), remark);
    case 'seal':
      return editions.seal(refIn(asked), remark);
  }
}

function narrativeIn({ form }: Asked): string {
  const text = (form.fields['narrative']?.[0] ?? '').replaceAll('\r\n', '\n').trim();
  return text === '' ? '' : `${text}\n`;
}

const EDITIONS = ['flash', 'provisional', 'final'] as const;

/** What a new draft is asked for with. */
function newRef({ form }: Asked): EditionRef {
  const { quarter = '' } = readQuery({ quarter: fieldOf(form, 'quarter') }, { quarter: quarterField });
  const edition = EDITIONS.find((one) => one === fieldOf(form, 'edition')) ?? 'provisional';
  const lang = fieldOf(form, 'of') === 'en' ? 'en' : 'zh';
  const audience = fieldOf(form, 'audience') || 'internal';
  return { quarter, edition, audience, lang };
}

const DOCUMENT =
  /^(\d{4}Q[1-4])~(flash|provisional|final)~(internal|public|county:[0-9A-Z]+)~(zh|en)(?:~correction-([1-9]\d{0,3}))?$/;

function refIn({ params }: Pick<Asked, 'params'>): EditionRef {
  const found = DOCUMENT.exec(params['document'] ?? '');
  if (!found) throw new NotFoundError('bulletin');
  const [, quarter = '', edition, audience = '', lang, correction] = found;
  const ref = { quarter, edition: edition as EditionRef['edition'], audience, lang: lang as Lang };
  return correction === undefined ? ref : { ...ref, correction: Number(correction) };
}
