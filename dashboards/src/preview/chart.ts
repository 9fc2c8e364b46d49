import { html, raw, type Html } from '@duqing/pages';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

export type Option = Record<string, unknown>;

export const INK = '#1c2430';
export const SOFT = '#454f5e';
const FONT = 'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif';
/** Colours of series without one of their own. */
export const PALETTE = ['#2f6fab', '#b7791f', '#3a7d44', '#7a4f9a', '#5b7c99', '#8a8a8a', '#9a3b3b'];

export interface Drawing {
  /** unique on its page */
  id: string;
  label: string;
  width: number;
  height: number;
  option: Option;
}

/** A chart as inline SVG, the same bytes for the same data; the label is what a screen reader says. */
export function chart({ id, label, width, height, option }: Drawing): Html {
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawn.setOption({ animation: false, textStyle: { fontFamily: FONT, color: INK }, ...option });
    const svg = drawn.renderToSVGString().replace(/zr\d+-/g, `${id}-`);
    const inner = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>')).replace(/<style[\s\S]*?<\/style>/g, '');
    return html`<svg
      class="chart"
      style="--chart:${width}px"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="${label}"
    >
      ${raw(inner)}
    </svg>`;
  } finally {
    drawn.dispose();
  }
}
