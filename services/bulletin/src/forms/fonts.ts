import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { coverageOf } from './coverage.ts';

/** The family as the font files name it (Noto Sans, Simplified Chinese; SIL Open Font License 1.1, which permits embedding). */
export const FAMILY = 'Noto Sans S Chinese';

export interface PrintFont {
  name: string;
  path: string;
  bytes: Buffer;
  covers: ReadonlySet<number>;
}

/** A form that cannot be made because the font is not there or lacks a sign. */
class FontFault extends Error {
  override readonly name = 'FontFault';
}

const require = createRequire(import.meta.url);
let held: readonly PrintFont[] | undefined;

/** The two weights that are embedded; throws a FontFault where they are not installed. */
export function printFonts(): readonly PrintFont[] {
  held ??= ['Regular', 'Bold'].map(fontOf);
  return held;
}

function fontOf(weight: string): PrintFont {
  const name = `NotoSansHans-${weight}.otf`;
  try {
    const entry = require.resolve('@embedpdf/fonts-sc');
    const path = join(dirname(entry), '..', 'fonts', name);
    const bytes = readFileSync(path);
    return { name, path, bytes, covers: coverageOf(bytes) };
  } catch (error) {
    throw new FontFault(
      `font: ${name} of @embedpdf/fonts-sc cannot be read, no PDF or picture without it: ${String(error)}`,
    );
  }
}

/** Signs of the texts that a weight cannot draw, each with what stands for it: □, or nothing for one that only varies the sign before it. */
export function lackingIn(texts: readonly string[], fonts: readonly PrintFont[] = printFonts()): Map<string, string> {
  const signs = [...new Set(texts.join(''))].filter((sign) => !isDrawn(sign, fonts));
  return new Map(signs.map((sign) => [sign, VARIES.test(sign) ? '' : '□']));
}

const VARIES = /[\p{Variation_Selector}\u200d]/u;

function isDrawn(sign: string, fonts: readonly PrintFont[]): boolean {
  return sign <= ' ' || fonts.every(({ covers }) => covers.has(sign.codePointAt(0) ?? 0));
}

/** Throws a FontFault naming each sign of the texts that a weight cannot draw, and where it stands. */
export function requireGlyphs(texts: readonly string[], fonts: readonly PrintFont[] = printFonts()): void {
  if (fonts.length === 0) throw new FontFault('font: none is given, nothing can be drawn');
  const lacking = new Map<string, string>();
  for (const text of texts) for (const sign of text) if (!isDrawn(sign, fonts)) lacking.set(sign, text);
  if (lacking.size === 0) return;
  const said = [...lacking].slice(0, 5).map(([sign, text]) => `${codeOf(sign)} ${sign} in “${text.slice(0, 60)}”`);
  throw new FontFault(`font: ${FAMILY} has no glyph for ${said.join('; ')}`);
}

function codeOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
