const SOURCE = /^\/[0-9A-Z]{1,12}\/([a-z][a-z-]{0,23})(?:\/|$)/;

/** Classes told apart: more are made-up names, which must not fill a metric. */
const MOST = 40;

/** The sending department's kind in a source such as `/330782/police`, for labels of metrics; `unknown` where it names none. */
export class SourceClasses {
  readonly #seen = new Set<string>();

  of(source: string): string {
    const found = SOURCE.exec(source)?.[1];
    if (found === undefined) return 'unknown';
    if (this.#seen.size < MOST) this.#seen.add(found);
    return this.#seen.has(found) ? found : 'other';
  }
}
