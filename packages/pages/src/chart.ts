import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { html, raw, type Html } from './html.ts';

export interface Series {
  name: string;
  kind: 'line' | 'bar';
  /** one for each category; null = not known, drawn as a gap */
  values: readonly (number | null)[];
}

export interface Chart {
  /** letters, digits and hyphens; unique on its page */
  id: string;
  title: string;
  /** says in words what the picture shows */
  description: string;
  categories: readonly string[];
  series: readonly Series[];
  /** a limit drawn across */
  target?: { value: number; label: string };
  unit: string;
}

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const [WIDTH, HEIGHT] = [720, 300];
const FONT = 'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif';
const INK = '#1c2430';
/** Dark and light enough to tell apart in print; kinds and symbols tell them apart too. */
const SHADES = ['#1f3a5f', '#8aa4c4', '#7a5b2e'];
const SYMBOLS = ['circle', 'rect', 'triangle'];

/**
 * The chart as inline SVG with a title and a description; the same bytes for the same chart. `font` is the family of a form that
 * brings its own; absent = what a screen has.
 */
export function chartSvg(chart: Chart, font = FONT): Html {
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    drawn.setOption(optionOf(chart, font));
    return labelled(chart, bare(drawn.renderToSVGString(), chart.id));
  } finally {
    drawn.dispose();
  }
}

function optionOf(
  { categories, series, target, unit }: Chart,
  font: string,
): Parameters<echarts.ECharts['setOption']>[0] {
  return {
    animation: false,
    textStyle: { fontFamily: font, color: INK },
    grid: { left: 56, right: target ? 88 : 24, top: 44, bottom: 36 },
    legend: { show: series.length > 1, top: 4, right: 24, textStyle: { fontFamily: font, color: INK } },
    xAxis: { type: 'category', data: [...categories], axisLabel: { color: INK }, axisTick: { alignWithLabel: true } },
    yAxis: {
      type: 'value',
      min: 0,
      name: unit,
      nameTextStyle: { color: INK },
      axisLabel: { color: INK },
      minInterval: unit === '%' ? 0 : 1,
      max: target ? ({ max }: { max: number }) => topOf(Math.max(max, target.value)) : null,
    },
    series: series.map((one, index) => seriesOf(one, { index, target: index === 0 ? target : undefined })),
  };
}

/** A round number above the highest point, so that the axis ends on a tick. */
function topOf(highest: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(highest * 1.1, 1)));
  return Math.ceil((highest * 1.1) / step) * step;
}

function seriesOf(
  { name, kind, values }: Series,
  { index, target }: { index: number; target: Chart['target'] },
): Record<string, unknown> {
  const color = SHADES[index % SHADES.length];
  const common = { name, type: kind, data: [...values], itemStyle: { color }, silent: true };
  const label = { show: true, position: 'top', color: INK, fontSize: 11 };
  const line =
    kind === 'line' ? { symbol: SYMBOLS[index % SYMBOLS.length], symbolSize: 7, lineStyle: { width: 2, color } } : {};
  return { ...common, ...line, label, ...(target && { markLine: markLineOf(target) }) };
}

function markLineOf({ value, label }: NonNullable<Chart['target']>): Record<string, unknown> {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: '#a11919', type: 'dashed', width: 1.5 },
    label: { formatter: label, color: '#a11919', position: 'end' },
    data: [{ yAxis: value }],
  };
}

/** Without what only a script would read, without style attributes (a strict page refuses them), ids made the page's own. */
function bare(svg: string, id: string): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events|xml:space|xmlns:xlink|baseProfile|version)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
    .replace(/zr\d+-/g, `${id}-`)
    .replace(/\s*\n\s*/g, '\n');
}

function attributesOf(style: string): string {
  const pairs = style.split(';').flatMap((part) => {
    const at = part.indexOf(':');
    return at < 0 ? [] : [` ${part.slice(0, at).trim()}="${part.slice(at + 1).trim()}"`];
  });
  return pairs.join('');
}

function labelled({ id, title, description }: Chart, svg: string): Html {
  const inner = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'));
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-labelledby="${id}-t ${id}-d"
    xmlns="http://www.w3.org/2000/svg"
  >
    <title id="${id}-t">${title}</title>
    <desc id="${id}-d">${description}</desc>
    ${raw(inner)}
  </svg>`;
}
