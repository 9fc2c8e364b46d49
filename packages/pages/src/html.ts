/** Markup that is safe to put into a page as it stands. Made by `html` and `raw` only. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template takes; null, undefined and false are nothing, arrays are joined. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A template whose parts are escaped unless they are `Html`; use it for text and for attribute values within double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + (index < parts.length ? markup(parts[index]) : '')).join(''));
}

/** Markup from a trusted maker, such as the chart's SVG or the style sheet; never text from data. */
export function raw(text: string): Html {
  return new Html(text);
}

function markup(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(markup).join('');
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Control characters (tab and line ends left), unpaired surrogates, signs without width, and those that turn the direction of what follows. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/g;

/** Text with what is not seen shown as U+FFFD: it can neither break a file nor hide what it says. */
export function visible(text: string): string {
  return text.toWellFormed().replace(UNSEEN, '\ufffd');
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
}
