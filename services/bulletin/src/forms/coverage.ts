const UNICODE_FULL = 12;

/** The code points that an OpenType font has glyphs for, by its full character map (format 12); throws a RangeError where it has none. */
export function coverageOf(font: Buffer): Set<number> {
  const start = tableOf(font, 'cmap');
  const count = font.readUInt16BE(start + 2);
  const maps = Array.from({ length: count }, (_, index) => start + font.readUInt32BE(start + 8 + 8 * index));
  const full = maps.find((at) => font.readUInt16BE(at) === UNICODE_FULL);
  if (full === undefined) throw new RangeError('no full character map');
  const covered = new Set<number>();
  const groups = font.readUInt32BE(full + 12);
  for (let index = 0; index < groups; index += 1) addGroup(covered, font.subarray(full + 16 + 12 * index));
  return covered;
}

function tableOf(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let at = 12; at < 12 + 16 * count; at += 16)
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  throw new RangeError(`no table ${tag}`);
}

/** First and last code point and the first one's glyph; glyph 0 is the empty box. */
function addGroup(covered: Set<number>, group: Buffer): void {
  const [first, last, glyph] = [group.readUInt32BE(0), group.readUInt32BE(4), group.readUInt32BE(8)];
  for (let code = first; code <= last; code += 1) if (glyph + code - first > 0) covered.add(code);
}
