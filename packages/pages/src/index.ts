export { chartSvg, type Chart, type Series } from './chart.ts';
export { changeText, figureText, gramsText, partsText, whyNot } from './figures.ts';
export { Html, html, raw, visible, type Part } from './html.ts';
export { page, SIMULATED_BAND, type Page } from './page.ts';
export { STYLE } from './style.ts';
export { table, type Table, type TableCell } from './table.ts';
export { verdictBadge } from './verdict.ts';
export { momentText, periodText, quarterAt, quarterBefore } from './words.ts';
