import { yearBefore } from '@duqing/calendar';
import { INDICATORS, type Cell } from '@duqing/catalogue';
import { quarterBefore } from '@duqing/pages';
import { demoCity, DEMO_NOW } from '@duqing/pages/testing';
import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import type { BulletinRow, Reader } from '@duqing/warehouse';
import { chunksOf, type Content } from '../src/core/content.ts';
import { figuresJson } from '../src/core/figures.ts';
import type { BulletinInput, Outline } from '../src/core/types.ts';

export const NOW = DEMO_NOW;
export const QUARTER = '2026Q3';
export const deployment = await loadDeployment('demo');
const city = demoCity(deployment);

/** A reader over the made-up city that keeps what was sealed. */
export function readerOf(sealed: BulletinRow[] = []): Reader {
  return { ...city, bulletins: async () => sealed };
}

/** What the service gathers, over the made-up city. */
export async function inputOf(part: Partial<BulletinInput> = {}): Promise<BulletinInput> {
  const setting = new Setting(deployment, NOW);
  const nameOf = (code: string) => ({ code, name: setting.regions.get(code)?.name ?? { zh: code, en: code } });
  const own = { region: deployment.city };
  const charted = ['it-solved-share', 'cases-filed', 'cases-solved', 'seizure-count'];
  return {
    quarter: QUARTER,
    edition: 'provisional',
    audience: 'internal',
    lang: 'zh',
    asOf: NOW,
    city: nameOf(deployment.city),
    units: setting.regions.unitsOf(deployment.city, '2026-10-26').map(({ code }) => nameOf(code)),
    cells: await city.cells({ period: QUARTER }),
    previousCells: await city.cells({ period: quarterBefore(QUARTER) }),
    yearBeforeCells: await city.cells({ ...own, period: yearBefore(QUARTER) }),
    bySubstance: undefined,
    history: (await Promise.all(charted.map((indicator) => city.cells({ ...own, indicator })))).flat(),
    alerts: [],
    catalogue: INDICATORS,
    calendar: setting.calendar,
    simulated: true,
    ...part,
  };
}

/** A cell of the made-up city with parts of its own. */
export async function cellOf(indicator: string, part: Partial<Cell> = {}): Promise<Cell> {
  const [cell] = await city.cells({ indicator, region: deployment.city, period: QUARTER });
  if (!cell) throw new Error(`no cell of ${indicator}`);
  return { ...cell, ...part };
}

/** What a page says, without markup, style and pictures. */
export function textOf(page: string): string {
  return page
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

/** A file of a bundle, whole. */
export function fileBytes({ files }: { files: ReadonlyMap<string, Content> }, name: string): Buffer {
  const content = files.get(name);
  if (content === undefined) throw new Error(`no ${name} in the bundle`);
  return bytesOf(content);
}

/** A text file of a bundle. */
export function fileText(bundle: { files: ReadonlyMap<string, Content> }, name: string): string {
  return fileBytes(bundle, name).toString('utf8');
}

export function bytesOf(content: Content): Buffer {
  return Buffer.concat([...chunksOf(content)]);
}

/** What each figure that a bulletin's tables show reads as in figures.json, in the order in which they stand. */
export function figuresIn(outline: Outline, input: BulletinInput): string[] {
  const { figures } = JSON.parse(bytesOf(figuresJson(input)).toString()) as {
    figures: { id: string; shown: { value: string } }[];
  };
  const shown = new Map(figures.map(({ id, shown: { value } }) => [id, value]));
  return outline.blocks.flatMap((block) => {
    if (block.kind !== 'table') return [];
    return block.rows.flatMap((row) =>
      row.flatMap(({ figure, text }) =>
        figure === undefined ? [] : [figure.includes('self-assessed') ? text : (shown.get(figure) ?? figure)],
      ),
    );
  });
}

/** Which of the texts do not stand in `text` one after another, each within reach of the one before; line breaks do not count. */
export function inOrder(text: string, texts: readonly string[]): string[] {
  const whole = bare(text);
  let at = 0;
  return texts.flatMap((one) => {
    const found = whole.indexOf(bare(one), at);
    if (found < 0 || (at > 0 && found - at > REACH)) return [one];
    at = found + bare(one).length;
    return [];
  });
}
const REACH = 1_500;

function bare(part: string): string {
  return part.replaceAll(/[\s（）()]/g, '');
}
