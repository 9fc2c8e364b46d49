import { Resvg } from '@resvg/resvg-js';
import { chartSvg, type Chart } from '@duqing/pages';
import { FAMILY, printFonts } from './fonts.ts';

export interface Picture {
  png: Buffer;
  width: number;
  height: number;
}

const PIXELS = 1440;

/** A chart as a picture, drawn with the embedded font alone: the same bytes on any machine. */
export function chartPng(chart: Chart): Picture {
  const svg = chartSvg(chart, FAMILY).text;
  const picture = drawn.get(svg) ?? draw(svg);
  if (drawn.size >= KEPT) drawn.clear();
  drawn.set(svg, picture);
  return picture;
}

/** Drawing text takes most of a document's time: pictures drawn last are kept, for an edition in two languages or made again. */
const drawn = new Map<string, Picture>();
const KEPT = 12;

function draw(svg: string): Picture {
  const fontFiles = printFonts()
    .slice(0, 1)
    .map(({ path }) => path);
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: FAMILY };
  const image = new Resvg(svg, {
    font,
    background: 'white',
    fitTo: { mode: 'width', value: PIXELS },
  }).render();
  return { png: image.asPng(), width: image.width, height: image.height };
}
