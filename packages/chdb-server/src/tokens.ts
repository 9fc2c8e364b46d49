export interface Token {
  kind: 'word' | 'symbol' | 'text';
  /** upper case for words */
  value: string;
  start: number;
  /** exclusive */
  end: number;
}

const SKIPPED = /(?:\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /\d[\w.]*/y;
const TEXT = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`|\$(\w*)\$[\s\S]*?\$\1\$/y;

/** Words, symbols and quoted texts of a statement, comments left out; read lazily, since data may follow. */
export function* tokensOf(sql: string): Generator<Token> {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0];
  };
  while (at < sql.length) {
    at += match(SKIPPED)?.length ?? 0;
    if (at >= sql.length) return;
    const start = at;
    const word = match(WORD);
    const text = word ?? match(TEXT) ?? match(NUMBER) ?? sql.charAt(at);
    at += text.length;
    const kind = word === undefined ? (text.length > 1 ? 'text' : 'symbol') : 'word';
    yield { kind, value: kind === 'word' ? text.toUpperCase() : text, start, end: at };
  }
}

export interface PlacedToken extends Token {
  /** parentheses open before it */
  depth: number;
}

export function* placedTokensOf(sql: string): Generator<PlacedToken> {
  let depth = 0;
  for (const token of tokensOf(sql)) {
    if (token.value === ')') depth -= 1;
    yield { ...token, depth };
    if (token.value === '(') depth += 1;
  }
}
