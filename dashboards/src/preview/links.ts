import { expandVariables, type Choices } from '../plugin/expand.ts';
import type { LinkJson } from './board-json.ts';
import type { Frame } from './frame.ts';

export interface Href {
  title: string;
  href: string;
}

/** Where an address of Grafana leads on the site; null = that page was not made. */
type Resolve = (url: string) => string | null;

export interface Linking {
  choices: Choices;
  resolve: Resolve;
}

const VALUE = /\$\{__value\.raw\}/g;
const DATA = /\$\{__data\.fields\["([^"]+)"\]\}/g;

/** The links of a row, its own values and the board's variables put in; those that lead nowhere are left out. */
export function linksOf(
  links: readonly LinkJson[],
  { frame, row, value, choices, resolve }: Linking & { frame: Frame; row: number; value?: string | number | null },
): Href[] {
  return links.flatMap(({ title, url }) => {
    if (url.includes('${__value.raw}') && (value ?? '') === '') return [];
    const filled = url
      .replace(VALUE, encodeURIComponent(String(value)))
      .replace(DATA, (_whole, name: string) =>
        String(frame.fields.find((field) => field.name === name)?.values[row] ?? ''),
      );
    const href = resolve(expandVariables(filled, choices));
    return href === null ? [] : [{ title, href }];
  });
}
