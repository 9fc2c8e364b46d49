/** A column of a result: an expression and the name that the panel shows. */
export interface Column {
  expression: string;
  name: string;
}

export interface Select {
  /** a published view, or a parenthesised query over one */
  from: string;
  columns: readonly Column[];
  where?: readonly string[];
  groupBy?: readonly string[];
  orderBy?: readonly string[];
  /** the first row of each of these, in the order given */
  limitBy?: string;
  limit?: number;
}

export function column(expression: string, name: string): Column {
  return { expression, name };
}

/** A name as ClickHouse quotes it: Chinese names and blanks need it. */
function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** A text as ClickHouse writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** One SELECT, a clause a line. */
export function select({ from, columns, where = [], groupBy = [], orderBy = [], limitBy, limit }: Select): string {
  const listed = columns.map(({ expression, name }) =>
    expression === name ? expression : `${expression} AS ${quoted(name)}`,
  );
  return [
    `SELECT ${listed.join(', ')}`,
    `FROM ${from}`,
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
    ...(groupBy.length > 0 ? [`GROUP BY ${groupBy.join(', ')}`] : []),
    ...(orderBy.length > 0 ? [`ORDER BY ${orderBy.join(', ')}`] : []),
    ...(limitBy === undefined ? [] : [`LIMIT 1 BY ${limitBy}`]),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join('\n');
}

/** Words for codes, in SQL: a code without a word stays as it is. */
export function worded(expression: string, words: readonly (readonly [code: string, word: string])[]): string {
  const [codes, texts] = [words.map(([code]) => literal(code)), words.map(([, word]) => literal(word))];
  return `transform(${expression}, [${codes.join(', ')}], [${texts.join(', ')}], ${expression})`;
}
