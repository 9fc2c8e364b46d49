/** Values of one statement, bound by name and never spliced. */
export class Params {
  readonly values: Record<string, unknown> = {};

  /** The placeholder to write into the SQL for a value of a ClickHouse type. */
  bind(value: unknown, type: string): string {
    const name = `p${Object.keys(this.values).length}`;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}

export interface Statement {
  query: string;
  params: Record<string, unknown>;
}
