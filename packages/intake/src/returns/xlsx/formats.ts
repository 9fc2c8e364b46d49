import { addDays, isDay } from '@duqing/calendar';
import { parseXml } from './parse.ts';

/** Formats of the standard's own that show days, those of East Asian editions too. */
const BUILT_IN = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Which cell styles, by their number, show a number as a day. */
export function dayStyles(xml: string | undefined): (style: number) => boolean {
  if (xml === undefined) return () => false;
  const own = new Map<number, string>();
  const formats: number[] = [];
  let isInCells = false;
  parseXml(xml, {
    open: ({ name, attributes }) => {
      if (name === 'numFmt') own.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isInCells = true;
      if (name === 'xf' && isInCells) formats.push(Number(attributes['numFmtId'] ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return (style) => {
    const format = formats[style];
    if (format === undefined) return false;
    const code = own.get(format);
    return code === undefined ? BUILT_IN.has(format) : showsDay(code);
  };
}

/** A format with a day or a year in it, outside of what it shows literally. */
function showsDay(code: string): boolean {
  return /[dy]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}

const FIRST = { 1900: '1899-12-30', 1904: '1904-01-01' } as const;
/** 2000 to 2100: a number outside is no day that anyone means */
const [LEAST, MOST] = ['2000-01-01', '2100-01-01'];

/** The day that a spreadsheet's serial number means; null where it is none that is meant. */
export function dayOfSerial(serial: number, epoch: keyof typeof FIRST): string | null {
  if (!(serial >= 0 && serial < 100_000)) return null;
  const day = addDays(FIRST[epoch], Math.floor(serial));
  return isDay(day) && day >= LEAST && day < MOST ? day : null;
}
