import type { Lang } from '@duqing/catalogue';
import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { WORDS } from '../words.ts';

/** What a link is about: values of the row, variables of the board, or fixed. */
interface About {
  indicator: string;
  region: string;
  period: string;
}

const BOARD: About = { indicator: '${indicator}', region: '${region}', period: '${period}' };

/** To the page of `web` that lists the events behind a figure. */
function toEvents(lang: Lang, { indicator, region, period }: About): DashboardLinkBuilder {
  const url = `\${web}/indicators/${indicator}?region=${region}&period=${period}&lang=\${language}`;
  return new DashboardLinkBuilder(WORDS.events[lang]).url(url).targetBlank(true);
}

/** To the item's own board, of the same quarter and as-of. */
function toBoard(lang: Lang, { indicator, region }: About): DashboardLinkBuilder {
  const url = `/d/duqing-indicator-${lang}?var-indicator=${indicator}&var-region=${region}&var-period=\${period}&var-asof=\${asof}`;
  return new DashboardLinkBuilder(WORDS.openIndicator[lang]).url(url);
}

function ofRow(key: 'code' | 'item' | 'key', lang: Lang): string {
  return `\${__data.fields["${WORDS[key][lang]}"]}`;
}

/** From a row of one item. */
export function rowLinks(lang: Lang, indicator: string): DashboardLinkBuilder[] {
  const about = { indicator, region: ofRow('code', lang), period: ofRow('key', lang) };
  return [toEvents(lang, about), toBoard(lang, about)];
}

/** From a row that names its item itself. */
export function itemRowLinks(lang: Lang): DashboardLinkBuilder[] {
  return rowLinks(lang, ofRow('item', lang));
}

/** From a row of the item that the board is about: its board is this one. */
export function chosenRowLinks(lang: Lang): DashboardLinkBuilder[] {
  return rowLinks(lang, BOARD.indicator).slice(0, 1);
}

/** From a field of a grid, which names its cell behind what it says, to that cell's page. */
export function fieldLinks(lang: Lang): DashboardLinkBuilder[] {
  const url = '${web}/cells/${__value.raw}?lang=${language}';
  return [new DashboardLinkBuilder(WORDS.events[lang]).url(url).targetBlank(true)];
}

/** From a chart of one item, whose points stand for the board's own area and period. */
export function chartLinks(lang: Lang, indicator: string): DashboardLinkBuilder[] {
  return [toEvents(lang, { ...BOARD, indicator }), toBoard(lang, { ...BOARD, indicator })];
}

/** From a chart of the chosen item. */
export function chosenLinks(lang: Lang): DashboardLinkBuilder[] {
  return [toEvents(lang, BOARD)];
}

/** To the events behind a breakdown: those of the item that counts them all. */
export function eventLinks(lang: Lang, indicator: string): DashboardLinkBuilder[] {
  return [toEvents(lang, { ...BOARD, indicator })];
}

const PAGES = {
  overview: { path: '/?period=${period}&', zh: '打开网页总览', en: 'Open the pages of this quarter' },
  alerts: { path: '/alerts?', zh: '打开预警页', en: 'Open the page of alerts' },
  rejects: { path: '/rejects?', zh: '打开退件页', en: 'Open the page of rejects' },
  signals: { path: '/signals?', zh: '打开信号页', en: 'Open the page of signals' },
  bulletins: { path: '/bulletins?', zh: '打开通报页', en: 'Open the page of bulletins' },
} as const;

/** To a page of `web` that lists what a panel counts. */
export function pageLinks(lang: Lang, page: keyof typeof PAGES): DashboardLinkBuilder[] {
  const { path, ...title } = PAGES[page];
  return [new DashboardLinkBuilder(title[lang]).url(`\${web}${path}lang=\${language}`).targetBlank(true)];
}
