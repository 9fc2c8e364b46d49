import { INDICATORS, type Lang } from '@duqing/catalogue';
import { parsePeriod, quartersOf } from '@duqing/calendar';
import { STYLE } from '@duqing/pages';
import { bulletinNotices } from '@duqing/warehouse';
import { areaNames, areasOf } from '../core/areas.ts';
import { entryOf, indicatorView, nativeKey } from '../core/indicator.ts';
import { overviewOf } from '../core/overview.ts';
import { lastQuarter, quartersAmong } from '../core/periods.ts';
import {
  BadQueryError,
  langField,
  pageField,
  periodField,
  quarterField,
  readQuery,
  regionField,
} from '../core/query.ts';
import { sourceLines } from '../core/sources.ts';
import { indicatorPage } from '../pages/indicator-page.ts';
import { bulletinsPage, bundlePage } from '../pages/list-pages.ts';
import { cellLink } from '../pages/links.ts';
import { overviewPage } from '../pages/overview-page.ts';
import { sourcesPage } from '../pages/sources-page.ts';
import { WEB_STYLE } from '../pages/style.ts';
import { markup, seeOther, type Answer, type Asked, type Route } from './answer.ts';
import { bundleFile, bundleFiles } from './bundle.ts';
import { explained } from './explained.ts';
import { NotFoundError } from './not-found.ts';
import type { Scene } from './scene.ts';

export { NotFoundError };

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#1f3a5f" d="M1 9h3v6H1zM6 5h3v10H6zM11 1h3v14h-3z"/></svg>';

/** The pages, their style sheet and the files of sealed bulletins. */
export function pageRoutes(scene: Scene): Route[] {
  const routes: [path: string, handle: (scene: Scene, asked: Asked) => Promise<Answer>][] = [
    ['/', overview],
    ['/indicators/:id', indicator],
    ['/cells/:cell', cell],
    ['/sources', sources],
    ['/bulletins', bulletins],
    ['/bulletins/:bundle', bundle],
    ['/bulletins/:bundle/:file', file],
  ];
  const style: Route = {
    path: '/style.css',
    face: 'page',
    handle: () => ({ status: 200, type: 'text/css; charset=utf-8', body: STYLE + WEB_STYLE }),
  };
  const icon: Route = {
    path: '/favicon.ico',
    face: 'page',
    handle: () => ({ status: 200, type: 'image/svg+xml', body: ICON }),
  };
  return [
    ...routes.map(([path, handle]): Route => ({ path, face: 'page', handle: async (asked) => handle(scene, asked) })),
    style,
    icon,
  ];
}

function common({ deployment }: Scene, lang: Lang): { lang: Lang; place: string; simulated: boolean } {
  return { lang, place: deployment.name[lang], simulated: deployment.simulated };
}

async function overview(scene: Scene, { query }: Asked): Promise<Answer> {
  const { reader, deployment, clock } = scene;
  const asked = readQuery(query, { period: quarterField, lang: langField });
  const { lang = 'zh', period = lastQuarter(clock()) } = asked;
  const { simulated, place } = common(scene, lang);
  const cells = await reader.cells({ period });
  const held = await reader.cells({ indicator: 'cases-filed', region: deployment.city });
  const alerts = await reader.alerts();
  const sources = await reader.dataAsOf();
  const areas = areasOf(deployment, { at: clock(), lang });
  const view = overviewOf({ period, lang, areas, cells, alerts, sources, simulated });
  return markup(overviewPage({ view, lang, place, periods: quartersAmong(held, period) }));
}

async function sources(scene: Scene, { query }: Asked): Promise<Answer> {
  const { reader, deployment, clock } = scene;
  const { lang = 'zh', page = 1 } = readQuery(query, { lang: langField, page: pageField });
  const [received, rejects, alerts, now] = [
    await reader.dataAsOf(),
    await reader.rejects(),
    await reader.alerts(),
    clock(),
  ];
  const lines = sourceLines({ sources: received, rejects, alerts, now });
  const areaOf = areaNames(deployment, { at: now, lang });
  return markup(sourcesPage({ ...common(scene, lang), now, areaOf, lines, page }));
}

async function indicator(scene: Scene, { params, query, principal }: Asked): Promise<Answer> {
  const { reader, deployment, clock } = scene;
  const entry = entryOf(params['id'] ?? '');
  if (!entry) throw new NotFoundError('indicator');
  const areas = areasOf(deployment, { at: clock(), lang: 'zh' });
  const isArea = regionField((code) => areas.some((area) => area.code === code));
  const asked = readQuery(query, { region: isArea, period: periodField, lang: langField });
  const { lang = 'zh', period: wanted = lastQuarter(clock()) } = asked;
  const first = areas.find(({ level }) => entry.levels.includes(level))?.code ?? deployment.city;
  const region = asked.region ?? (entry.levels.includes('city') ? deployment.city : first);
  const cells = await reader.cells({ indicator: entry.id });
  const period = periodHeld(
    nativeKey(entry, wanted),
    cells.map((cell) => cell.period),
  );
  const found = await explained(scene, { query: { indicator: entry.id, region, period }, by: principal }).catch(
    (error: unknown) => {
      if (error instanceof BadQueryError) return null;
      throw error;
    },
  );
  const names = areasOf(deployment, { at: clock(), lang });
  const merged = found
    ? [...cells.filter((cell) => cell.region !== region || cell.period !== period), found.cell]
    : cells;
  const { simulated, place } = common(scene, lang);
  const view = indicatorView({
    entry,
    lang,
    areas: names,
    region,
    period,
    cells: merged,
    behind: found?.shown ?? null,
    simulated,
  });
  const itemOf = itemNames(lang);
  const areaOf = areaNames(deployment, { at: clock(), lang });
  const mayNote = principal !== null && scene.desk?.access.allows(principal, 'write-notes', region) === true;
  return markup(indicatorPage({ view, lang, period, place, areaOf, itemOf, by: principal?.post ?? null, mayNote }));
}

/** A cell as the fields of a board's grid name it (what the field says, item, area, period): on to the page of its figure. */
async function cell(_scene: Scene, { params, query }: Asked): Promise<Answer> {
  const { lang = 'zh' } = readQuery(query, { lang: langField });
  const [, id = '', region, period] = (params['cell'] ?? '').split('~');
  if (!entryOf(id) || region === undefined || period === undefined) throw new NotFoundError('cell');
  return seeOther(cellLink({ indicator: id, region, period }, lang));
}

/** An item's name, or its id where there is none such. */
export function itemNames(lang: Lang): (id: string) => string {
  return (id) => INDICATORS.find((one) => one.id === id)?.name[lang] ?? id;
}

/** The key itself; of a year or half-year asked of a quarterly item, its last quarter that is held. */
function periodHeld(key: string, held: readonly string[]): string {
  const period = parsePeriod(key);
  if (!period || held.includes(key)) return key;
  return quartersOf(period).findLast((quarter) => held.includes(quarter)) ?? key;
}

async function bulletins(scene: Scene, { query }: Asked): Promise<Answer> {
  const { lang = 'zh' } = readQuery(query, { lang: langField });
  const notices = scene.desk === null ? [] : await bulletinNotices(scene.desk.store);
  return markup(bulletinsPage({ ...common(scene, lang), bulletins: await scene.reader.bulletins(), notices }));
}

async function bundle(scene: Scene, { params, query }: Asked): Promise<Answer> {
  const { lang = 'zh' } = readQuery(query, { lang: langField });
  const row = await bundleOf(scene, params['bundle']);
  return markup(bundlePage({ ...common(scene, lang), row, files: await bundleFiles(row) }));
}

async function file(scene: Scene, { params }: Asked): Promise<Answer> {
  const found = await bundleFile(await bundleOf(scene, params['bundle']), params['file'] ?? '');
  if (!found) throw new NotFoundError('file');
  return found;
}

async function bundleOf({ reader }: Scene, id: string | undefined) {
  const row = (await reader.bulletins()).find(({ bundle_id }) => bundle_id === id);
  if (!row) throw new NotFoundError('bulletin');
  return row;
}
