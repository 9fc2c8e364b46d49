/** Values of one statement, bound by name and never spliced. */
export class Params {
  readonly values: Record<string, unknown> = {};
  readonly #bound = new Map<string, string>();

  /** The placeholder to write into the SQL for a value of a ClickHouse type; the same one for the same value. */
  bind(value: unknown, type: string): string {
    const key = `${type} ${JSON.stringify(value)}`;
    const held = this.#bound.get(key);
    if (held !== undefined) return held;
    const name = `p${this.#bound.size}`;
    this.values[name] = value;
    const placeholder = `{${name}:${type}}`;
    this.#bound.set(key, placeholder);
    return placeholder;
  }
}

export interface Statement {
  query: string;
  params: Record<string, unknown>;
}
