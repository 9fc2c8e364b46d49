/** A variable's present choice: one value, or several where it allows more. */
interface Choice {
  text: string;
  value: string | string[];
}

export type Choices = Readonly<Record<string, Choice>>;

const VARIABLE = /\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)\]\]|\$(?!__)([a-zA-Z_]\w*)/g;

/**
 * Variables put into a query as Grafana does for the ClickHouse plugin: `singlequote` quotes each value and escapes quotes in it,
 * `text` is what the drop-down shows, without a format one value goes in raw and several are quoted. One that is unknown stays.
 */
export function expandVariables(sql: string, choices: Choices): string {
  return sql.replace(VARIABLE, (whole, ...groups: (string | undefined)[]) => {
    const [braced, format, bracketed, bare] = groups;
    const choice = choices[braced ?? bracketed ?? bare ?? ''];
    return choice ? formatted(choice, format) : whole;
  });
}

function formatted({ text, value }: Choice, format: string | undefined): string {
  const values = Array.isArray(value) ? value : [value];
  switch (format) {
    case 'text':
      return text;
    case 'raw':
      return values.join(',');
    case 'singlequote':
      return values.map((one) => `'${one.replaceAll("'", "\\'")}'`).join(',');
    case 'sqlstring':
      return values.map((one) => `'${one.replaceAll("'", "''")}'`).join(',');
    case undefined:
      return Array.isArray(value) ? `'${value.join("','")}'` : value;
    default:
      throw new RangeError(`format not known here: ${format}`);
  }
}

/** ms */
export interface Range {
  from: number;
  to: number;
}

const MACRO = /\$__(\w+)(?:\(([^()]*)\))?/g;

/** The plugin's macros put into a query; one that is not known here is an error, so that nothing unproven is used. */
export function expandMacros(sql: string, { from, to }: Range): string {
  return sql.replace(MACRO, (whole, name: string, argument?: string) => {
    switch (name) {
      case 'fromTime':
        return `${seconds(from)}${rest(argument)}`;
      case 'toTime':
        return `${seconds(to)}${rest(argument)}`;
      case 'timeFilter':
        return `${argument} >= ${seconds(from)} AND ${argument} <= ${seconds(to)}`;
      case 'timeFilter_ms':
        return `${argument} >= ${millis(from)} AND ${argument} <= ${millis(to)}`;
      default:
        throw new RangeError(`macro not known here: ${whole}`);
    }
  });
}

function seconds(ms: number): string {
  return `toDateTime(${Math.floor(ms / 1000)})`;
}

function millis(ms: number): string {
  return `fromUnixTimestamp64Milli(${ms})`;
}

function rest(argument: string | undefined): string {
  return argument === undefined ? '' : `(${argument})`;
}
