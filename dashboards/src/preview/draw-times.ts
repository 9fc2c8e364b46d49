import type { Html } from '@duqing/pages';
import type { AnnotationJson, PanelJson } from './board-json.ts';
import { chart, INK, PALETTE, SOFT, type Drawing, type Option } from './chart.ts';
import { isHidden, momentOf } from './field.ts';
import type { Field, Frame } from './frame.ts';

/** An annotation's kind with its moments in ms. */
export interface Marks {
  annotation: Pick<AnnotationJson, 'name' | 'iconColor'>;
  moments: { at: number; text: string }[];
}

/** Numbers over time with what happened meanwhile as upright lines. */
export function drawTimes(
  frame: Frame,
  { panel, marks }: { panel: PanelJson; marks: Marks[] },
  drawing: Omit<Drawing, 'option'>,
): Html {
  const [time, ...fields] = frame.fields.filter((field) => !isHidden(field));
  if (time?.type !== 'time') throw new RangeError(`${panel.title}: the first column over time is a time`);
  const option = {
    grid: { left: 12, right: 24, top: 20, bottom: 34, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { bottom: 0, textStyle: { color: INK } },
    xAxis: {
      type: 'time',
      axisLabel: { color: SOFT, fontSize: 11, formatter: (at: number) => momentOf(at).slice(0, 10), hideOverlap: true },
    },
    yAxis: { type: 'value', min: 0, axisLabel: { color: SOFT, fontSize: 11 } },
    series: [...fields.map((field, index) => lineOf(field, { time, index })), ...marks.map(marksOf)],
  };
  return chart({ ...drawing, option });
}

function lineOf(field: Field, { time, index }: { time: Field; index: number }): Option {
  const color = field.config.color?.fixedColor ?? PALETTE[index % PALETTE.length];
  const stepped = field.config.custom?.['lineInterpolation'] === 'stepAfter';
  return {
    name: field.name,
    type: 'line',
    silent: true,
    ...(stepped && { step: 'end' }),
    showSymbol: field.config.custom?.['showPoints'] !== 'never',
    symbolSize: 6,
    data: field.values.map((value, at) => [time.values[at], value]),
    itemStyle: { color },
    lineStyle: { color, width: 2 },
  };
}

function marksOf({ annotation: { name, iconColor }, moments }: Marks): Option {
  return {
    name,
    type: 'line',
    silent: true,
    data: [],
    itemStyle: { color: iconColor },
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: iconColor, type: 'dotted', width: 1.5 },
      label: { show: false },
      data: moments.map(({ at }) => ({ xAxis: at })),
    },
  };
}
