import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lang } from '@duqing/catalogue';
import { STYLE } from '@duqing/pages';
import type { Store } from '@duqing/warehouse';
import { BOARDS } from '../boards/index.ts';
import { createAsk, type Ask } from './ask.ts';
import type { BoardJson } from './board-json.ts';
import { boardPage } from './board-page.ts';
import { drawnParts, marksOf } from './panels.ts';
import { indexPage } from './index-page.ts';
import { choicesOf, defaultScene, scenesOf, slugOf, type Lists, type Scene } from './scenes.ts';
import { PREVIEW_STYLE } from './style.ts';

export interface SiteOptions {
  store: Store;
  /** folder with `zh/*.json` and `en/*.json` */
  boards: URL;
  out: string;
  langs: readonly Lang[];
  /** ms: the end of the boards' time range */
  now: number;
  /** the default of each board alone, or the bounded set of `scenesOf` */
  extent: 'defaults' | 'set';
}

export interface Site {
  pages: string[];
  /** panels without a row on the page of a board's default, by board and title */
  empty: string[];
}

/** Variables of which every choice is drawn, by board. */
const EVERY: Record<string, string[]> = { overview: ['region'], indicator: ['region', 'indicator'] };
const YEARS = 2;

interface Planned {
  id: string;
  lang: Lang;
  board: BoardJson;
  lists: Lists;
  base: Scene;
  scenes: Scene[];
}

/** Writes a static site: a page for each board, language and chosen combination, drawn from results of the engine. */
export async function writeSite(options: SiteOptions): Promise<Site> {
  const { store, out, langs, now } = options;
  const from = new Date(now);
  from.setUTCFullYear(from.getUTCFullYear() - YEARS);
  const ask = createAsk(store, { from: from.getTime(), to: now });
  const planned = await planOf(options, ask);
  const simulated = await isSimulated(store);
  const pages: string[] = [];
  const empty: string[] = [];
  for (const lang of langs) await mkdir(join(out, lang), { recursive: true });
  await writeFile(join(out, 'style.css'), STYLE + PREVIEW_STYLE);
  for (const plan of planned)
    for (const scene of plan.scenes) {
      const made = await drawPage(plan, { scene, planned, ask, simulated });
      await writeFile(join(out, plan.lang, made.name), made.text);
      pages.push(`${plan.lang}/${made.name}`);
      if (scene === plan.scenes[0]) empty.push(...made.empty);
    }
  await writeFile(join(out, 'index.html'), indexPage(planned, simulated));
  return { pages, empty };
}

async function planOf({ boards, langs, extent }: SiteOptions, ask: Ask): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const lang of langs) {
    const folder = new URL(`${lang}/`, boards);
    for (const file of (await readdir(folder)).toSorted()) {
      const board = JSON.parse(await readFile(new URL(file, folder), 'utf8')) as BoardJson;
      const id = file.slice(0, -'.json'.length);
      const lists = await listsOf(board, ask);
      const base = defaultScene(lists);
      const scenes = extent === 'defaults' ? [base] : scenesOf(lists, EVERY[id] ?? []);
      planned.push({ id, lang, board, lists, base, scenes });
    }
  }
  return inMenuOrder(planned);
}

const MENU = BOARDS.map(({ id }) => id);

function inMenuOrder(planned: Planned[]): Planned[] {
  return planned.toSorted((a, b) => MENU.indexOf(a.id) - MENU.indexOf(b.id));
}

async function listsOf({ templating }: BoardJson, ask: Ask): Promise<Lists> {
  const lists = new Map<string, { value: string; text: string }[]>();
  for (const { name, query } of templating.list) {
    if (typeof query === 'string') continue;
    const { rows } = await ask(query.rawSql, {});
    lists.set(
      name,
      rows.map(({ value, text }) => ({ value: String(value), text: String(text) })),
    );
  }
  return lists;
}

async function isSimulated(store: Store): Promise<boolean> {
  const [row] = await store.query<{ simulated: boolean | number }>(
    'SELECT max(simulated) AS simulated FROM published_vintages',
  );
  return Boolean(row?.simulated);
}

function nameOf({ id, base }: Pick<Planned, 'id' | 'base'>, scene: Scene): string {
  return `${id}${slugOf(scene, base)}.html`;
}

/** The page of a scene; null where it was not planned. */
function hrefOf(plan: Planned, scene: Scene): string | null {
  const wanted = slugOf(scene, plan.base);
  return plan.scenes.some((one) => slugOf(one, plan.base) === wanted) ? nameOf(plan, scene) : null;
}

interface Around {
  scene: Scene;
  planned: Planned[];
  ask: Ask;
  simulated: boolean;
}

async function drawPage(
  plan: Planned,
  { scene, planned, ask, simulated }: Around,
): Promise<{ name: string; text: string; empty: string[] }> {
  const { board, lang, lists, id } = plan;
  const choices = choicesOf(scene, lists, board.templating.list);
  const marks = await marksOf(board, { ask, choices });
  const alike = planned.filter((one) => one.lang === lang);
  const linking = { choices, resolve: (url: string) => resolved(url, planned) };
  const parts = await drawnParts(board, { ask, marks, linking });
  const other = planned.find((one) => one.id === id && one.lang !== lang);
  const there = other && hrefOf(other, scene);
  const text = boardPage({
    board,
    lang,
    scene,
    lists,
    parts,
    marks,
    menu: alike.map((one) => ({
      title: one.board.title,
      href: hrefOf(one, pick(scene, one.base)) ?? nameOf(one, one.base),
      isHere: one === plan,
    })),
    other: other && there ? `../${other.lang}/${there}` : null,
    hrefOf: (wanted) => hrefOf(plan, wanted),
    simulated,
  });
  const empty = parts.flatMap((part) =>
    'panel' in part && part.content === null ? [`${board.uid} ${part.panel.title}`] : [],
  );
  return { name: nameOf(plan, scene), text, empty };
}

/** A scene's choices for the variables that another board has. */
function pick(scene: Scene, base: Scene): Scene {
  return Object.fromEntries(Object.entries(base).map(([name, value]) => [name, scene[name] ?? value]));
}

const BOARD = /^\/d\/duqing-([a-z-]+)-(zh|en)(?:\?(.*))?$/;

/** An address of a board as its page; addresses of `web` as they are. */
function resolved(url: string, planned: Planned[]): string | null {
  const found = BOARD.exec(url);
  if (!found) return url;
  const plan = planned.find(({ id, lang }) => id === found[1] && lang === found[2]);
  if (!plan) return null;
  const given = [...new URLSearchParams(found[3])].map(([name, value]) => [name.replace(/^var-/, ''), value]);
  return hrefOf(plan, pick(Object.fromEntries(given) as Scene, plan.base));
}
