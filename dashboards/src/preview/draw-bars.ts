import type { Html } from '@duqing/pages';
import type { PanelJson } from './board-json.ts';
import { chart, INK, PALETTE, SOFT, type Drawing, type Option } from './chart.ts';
import { isHidden, shown } from './field.ts';
import type { Field, Frame } from './frame.ts';

/** Bars over the first column, which is text: beside one another or stacked, upright or lying, a threshold as a line across. */
export function drawBars(frame: Frame, panel: PanelJson, drawing: Omit<Drawing, 'option'>): Html {
  const [names, ...fields] = frame.fields.filter((field) => !isHidden(field));
  if (names?.type !== 'text') throw new RangeError(`${panel.title}: the first column of a bar chart is text`);
  const isLying = panel.options?.['orientation'] === 'horizontal';
  const category = {
    type: 'category',
    data: names.values.map((name) => wrapped(String(name), isLying)),
    inverse: isLying,
    axisLabel: { color: INK, interval: 0, fontSize: 11, hideOverlap: !isLying },
    axisTick: { show: false },
  };
  const value = {
    type: 'value',
    axisLabel: { color: SOFT, fontSize: 11, showMaxLabel: endOf(fields) === null },
    max: endOf(fields),
    min: 0,
  };
  const option = {
    grid: { left: 12, right: 24, top: 26, bottom: 34, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: {
      show: isLegendShown(panel),
      bottom: 0,
      textStyle: { color: INK },
      data: fields.filter(isInLegend).map(({ name }) => name),
    },
    ...(isLying ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value }),
    series: fields.map((field, index) => seriesOf(field, { panel, index, isLying })),
  };
  return chart({ ...drawing, option });
}

function isLegendShown({ options }: PanelJson): boolean {
  return (options?.['legend'] as { showLegend?: boolean } | undefined)?.showLegend === true;
}

function isInLegend({ config }: Field): boolean {
  return (config.custom?.['hideFrom'] as { legend?: boolean } | undefined)?.legend !== true;
}

/** Long names in lines of their words, as Grafana cuts them where bars stand close. */
function wrapped(name: string, isLying: boolean): string {
  return isLying ? name.replaceAll(' · ', ' ') : name.replaceAll(/ · | /g, '\n');
}

function seriesOf(
  field: Field,
  { panel, index, isLying }: { panel: PanelJson; index: number; isLying: boolean },
): Option {
  const color = field.config.color?.fixedColor ?? PALETTE[index % PALETTE.length];
  const isStacked = (panel.options?.['stacking'] ?? 'none') !== 'none';
  const isSeen = color !== 'transparent';
  const isLabelled = isSeen && panel.options?.['showValue'] !== 'never';
  return {
    name: field.name,
    type: 'bar',
    barMaxWidth: 26,
    silent: true,
    ...(isStacked && { stack: 'all' }),
    data: field.values,
    itemStyle: { color },
    label: {
      show: isLabelled,
      position: isStacked ? 'inside' : isLying ? 'right' : 'top',
      color: isStacked ? '#fff' : INK,
      fontSize: 10,
      formatter: ({ value }: { value: number | null }) => (value === null ? '' : shown(value, field).text),
    },
    labelLayout: { hideOverlap: true },
    ...(index === 0 && { markLine: limitOf(field, isLying) }),
  };
}

/** The line of the highest threshold, where the panel draws thresholds as lines. */
function limitOf({ config }: Field, isLying: boolean): Option | undefined {
  const limit = lineOf(config);
  if (limit === null) return undefined;
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: '#c4314b', type: 'dashed', width: 1.5 },
    label: { formatter: String(limit), color: '#c4314b', position: isLying ? 'start' : 'end' },
    data: [isLying ? { xAxis: limit } : { yAxis: limit }],
  };
}

function lineOf({ custom, thresholds }: Field['config']): number | null {
  const style = custom?.['thresholdsStyle'] as { mode?: string } | undefined;
  if ((style?.mode ?? 'off') === 'off') return null;
  return thresholds?.steps.at(-1)?.value ?? null;
}

/** Where the panel's data say that the axis ends, so that the limit is on the chart. */
function endOf(fields: Field[]): number | null {
  const ends = fields.flatMap(({ config }) => config.max ?? []);
  return ends.length === 0 ? null : roundedUp(Math.max(...ends));
}

function roundedUp(end: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(end, 1))) / 5;
  return Math.ceil(end / step) * step;
}
