import type { Action } from '@duqing/access';
import {
  departmentOf,
  doubtfulRecords,
  flagCounts,
  isDoubt,
  maySee,
  maySeeSource,
  parsePath,
  placeText,
  type RejectCase,
} from '@duqing/mending';
import {
  alikeOf,
  fieldView,
  matches,
  rawText,
  reasonName,
  seesAll,
  shownId,
  shownLeaves,
  STATES,
  type RejectFilter,
} from '../core/mending.ts';
import { departmentName } from '@duqing/outlook';
import { langField, pageField, readQuery } from '../core/query.ts';
import { rejectViews } from '../core/rejects.ts';
import { rejectsPage } from '../pages/list-pages.ts';
import { rejectsAlikePage } from '../pages/rejects-alike-page.ts';
import { rejectCasePage } from '../pages/rejects-case-page.ts';
import { rejectsFlagsPage } from '../pages/rejects-flags-page.ts';
import { rejectsListPage } from '../pages/rejects-list-page.ts';
import { markup, type Answer, type Asked, type Route } from './answer.ts';
import { changesFor, common, withMending, type MendingGiven } from './mending-given.ts';
import { NotFoundError } from './not-found.ts';
import { mendingRoutes } from './mending-routes.ts';
import type { Scene } from './scene.ts';

/** Rejects: at a desk for posts that see and mend their own; without one a list to read. */
export function rejectsRoutes(scene: Scene): Route[] {
  if (scene.desk === null) return [{ path: '/rejects', face: 'page', handle: async (asked) => readOnly(scene, asked) }];
  const get = (path: string, handle: (given: MendingGiven) => Promise<Answer>): Route =>
    withMending(scene, { path, method: 'GET', needs: 'see-rejects', handle });
  return [
    get('/rejects', list),
    get('/rejects/case', show),
    get('/rejects/alike', alike),
    get('/rejects/flags', flags),
    ...mendingRoutes(scene),
  ];
}

async function readOnly(scene: Scene, { query }: Asked): Promise<Answer> {
  const { lang = 'zh', page = 1 } = readQuery(query, { lang: langField, page: pageField });
  const { deployment, reader } = scene;
  const shared = { lang, place: deployment.name[lang], simulated: deployment.simulated };
  return markup(rejectsPage({ ...shared, page, rejects: rejectViews(await reader.rejects()) }));
}

function text(given: string): string {
  return given;
}

async function list(given: MendingGiven): Promise<Answer> {
  const { desk, by, mending, asked, lang } = given;
  const query = readQuery(asked.query, {
    state: text,
    code: text,
    field: text,
    source: text,
    department: text,
    page: pageField,
    lang: langField,
  });
  const { page = 1, code = '', field = '', source = '', department = '' } = query;
  const state = STATES.find((one) => one === query.state) ?? 'unsettled';
  const filter: RejectFilter = { state, code, field, source, department };
  const mine = (await mending.list()).filter((one) => maySee(desk.access, by, one));
  const cases = mine.filter((one) => matches(one, filter)).toReversed();
  const doubts = (await ownFlags(given)).reduce((sum, { records }) => sum + Number(records), 0);
  const listed = rejectsListPage({
    ...common(given),
    filter,
    page,
    cases,
    alike: alikeOf(cases),
    options: optionsOf(mine, lang),
    seesAll: ({ row }) => seesAll(desk.access, { by, row }),
    may: mayOf(given),
    doubts,
  });
  return markup(listed);
}

function mayOf({ desk, by }: MendingGiven): { mend: boolean; approve: boolean } {
  const may = (action: Action): boolean => desk.access.allows(by, action, by.area);
  return { mend: may('mend-rejects'), approve: may('approve-mending') };
}

function optionsOf(cases: readonly RejectCase[], lang: 'zh' | 'en') {
  const of = (value: (one: RejectCase) => string, name: (value: string) => string = text) =>
    [...new Set(cases.map(value))]
      .filter((one) => one !== '')
      .sort()
      .map((one) => [one, name(one)] as const);
  return {
    code: of(
      ({ row }) => row.code,
      (code) => reasonName(code, lang),
    ),
    field: of(({ row }) => row.field),
    source: of(({ row }) => row.source),
    department: of(({ row }) => departmentOf(row.source), departmentName(lang)),
  };
}

async function show(given: MendingGiven): Promise<Answer> {
  const { desk, by, asked } = given;
  const { place = '', field } = readQuery(asked.query, { place: text, field: text, lang: langField });
  const one = await caseAt(given, place);
  if (one === null) throw new NotFoundError('reject');
  const { row, proposal } = one;
  const all = seesAll(desk.access, { by, row });
  const leaves = shownLeaves(row, all);
  const path = field !== undefined && isPath(field) ? field : row.field;
  const page = rejectCasePage({
    ...common(given),
    one,
    id: shownId(row, all),
    leaves,
    raw: leaves === null ? rawText(row, all) : null,
    withheld: !all && hasLinks(row),
    changes: changesFor(one, { after: proposal?.payload ?? '', all }),
    field: fieldView(row.type, path === '' ? 'subject' : path),
    may: {
      ...mayOf(given),
      isProposer: proposal !== null && (proposal.post === by.post || proposal.token_id === by.tokenId),
    },
  });
  return markup(page);
}

function hasLinks({ topic, type, payload }: RejectCase['row']): boolean {
  const isTip = topic === 'duqing.intelligence' || type.startsWith('duqing.intelligence.');
  return isTip || Buffer.from(payload, 'base64').includes('"reports"');
}

function isPath(field: string): boolean {
  try {
    return parsePath(field).length > 0;
  } catch {
    return false;
  }
}

/** One reject by its place, where the post may see it. */
async function caseAt({ desk, by, mending }: MendingGiven, place: string): Promise<RejectCase | null> {
  const [one] = place === '' ? [] : await mending.cases({ places: [place] });
  return one !== undefined && maySee(desk.access, by, one) ? one : null;
}

/** Rejects that one form takes at a time. */
const MOST_ALIKE = 100;

async function alike(given: MendingGiven): Promise<Answer> {
  const { desk, by, mending, asked } = given;
  const query = readQuery(asked.query, { code: text, field: text, source: text, lang: langField });
  const { code = '', field = '', source = '' } = query;
  const found = (await mending.list({ code, field, source, states: ['open', 'proposed'] })).filter((one) =>
    maySee(desk.access, by, one),
  );
  const shown = found.slice(0, MOST_ALIKE);
  const places = shown.map(({ row }) => placeText(row));
  const cases = places.length === 0 ? [] : await mending.cases({ places });
  const page = rejectsAlikePage({
    ...common(given),
    code,
    source,
    field: fieldView(cases[0]?.row.type ?? '', field),
    cases: cases.map((one) => {
      const all = seesAll(desk.access, { by, row: one.row });
      return { one, seesAll: all, value: shownLeaves(one.row, all)?.find(({ path }) => path === field)?.value };
    }),
    more: found.length - shown.length,
  });
  return markup(page);
}

async function ownFlags({ desk, by }: MendingGiven) {
  return (await flagCounts(desk.store)).filter(({ source }) => maySeeSource(desk.access, by, source));
}

async function flags(given: MendingGiven): Promise<Answer> {
  const { desk, by, asked, lang } = given;
  const { flag, page = 1 } = readQuery(asked.query, { flag: text, page: pageField, lang: langField });
  const counts = await ownFlags(given);
  const name = counts.find((one) => one.flag === flag)?.name[lang];
  const records =
    flag === undefined || name === undefined || !isDoubt(flag) ? [] : await doubtfulRecords(desk.store, flag);
  const mine = records.filter(({ source }) => maySeeSource(desk.access, by, source));
  const shown = mine.map((one) => {
    const isHidden =
      one.family === 'intelligence' &&
      by.source !== one.source &&
      !desk.access.allows(by, 'see-intelligence-ids', by.area);
    return isHidden ? { ...one, id: '…', subject: '…' } : one;
  });
  const chosen = flag === undefined || name === undefined ? null : { flag, name, records: shown };
  return markup(rejectsFlagsPage({ ...common(given), counts, chosen, page }));
}
