import { Fault, notSupported } from './fault.ts';
import { placedTokensOf, type PlacedToken } from './tokens.ts';

export type Statement =
  /** rows given with the statement: what stands before and after the place of a source, and where the data begins */
  | { kind: 'insert-data'; into: string; settings: string; format: string; dataStart: number }
  /** may be streamed; `format` as its FORMAT clause says, in the engine's spelling unknown */
  | { kind: 'select'; format: string | null }
  | { kind: 'other'; format: string | null };

/** What to do with a statement. Its text may be the head of a longer one where it is an INSERT with data. */
export function classify(sql: string): Statement {
  const [first] = placedTokensOf(sql);
  if (!first) throw new Fault(62, 'SYNTAX_ERROR', 'Empty query');
  if (first.value === 'INSERT') {
    const insert = insertOf(sql);
    if (insert) return insert;
  }
  return plainOf(sql);
}

function plainOf(sql: string): Statement {
  const tokens = [...placedTokensOf(sql)];
  refuseMany(tokens);
  refuseFiles(sql);
  const start = tokens.find(({ value }) => value !== '(')?.value ?? '';
  const at = tokens.findLastIndex(({ value }, index) => value === 'FORMAT' && tokens[index + 1]?.kind === 'word');
  const name = tokens[at + 1];
  const format = at >= 0 && name ? sql.slice(name.start, name.end) : null;
  return { kind: ['SELECT', 'WITH'].includes(start) ? 'select' : 'other', format };
}

function refuseMany(tokens: readonly PlacedToken[]): void {
  const end = tokens.findIndex(({ value }) => value === ';');
  if (end >= 0 && tokens.slice(end).some(({ value }) => value !== ';'))
    throw new Fault(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)');
}

/** Clauses that a client carries out on its own machine: here they would read and write this machine's files. */
function refuseFiles(sql: string): void {
  if (/\b(?:OUTFILE|INFILE)\b/i.test(sql)) throw notSupported('INTO OUTFILE and FROM INFILE');
}

/** undefined = an INSERT … SELECT without data. */
function insertOf(sql: string): Statement | undefined {
  let settingsAt: number | undefined;
  let selects = false;
  let seen = 0;
  let format: PlacedToken | undefined;
  for (const token of placedTokensOf(sql)) {
    seen += 1;
    if (format) {
      if (selects) throw notSupported('INSERT … SELECT … FORMAT with data');
      const into = sql.slice(0, settingsAt ?? format.start);
      refuseFiles(sql.slice(0, token.end));
      const settings = settingsAt === undefined ? '' : sql.slice(settingsAt, format.start);
      return { kind: 'insert-data', into, settings, format: sql.slice(token.start, token.end), dataStart: token.end };
    }
    // INSERT INTO [TABLE] name: the name itself may be any word
    if (token.depth > 0 || seen <= 3) continue;
    if (token.value === 'VALUES') return valuesOf(sql, { token, settingsAt });
    if (token.value === 'SELECT' || token.value === 'WITH') selects = true;
    if (token.value === 'SETTINGS') settingsAt ??= token.start;
    if (token.value === 'FORMAT') format = token;
  }
  return undefined;
}

function valuesOf(
  sql: string,
  { token, settingsAt }: { token: PlacedToken; settingsAt: number | undefined },
): Statement {
  const into = sql.slice(0, settingsAt ?? token.start);
  refuseFiles(into);
  const settings = settingsAt === undefined ? '' : sql.slice(settingsAt, token.start);
  return { kind: 'insert-data', into, settings, format: 'Values', dataStart: token.end };
}
