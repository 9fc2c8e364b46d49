import stringWidth from 'string-width';

/** Broken into lines of at most `width` terminal columns: at blanks, and anywhere between characters that take two columns. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (stringWidth(line + piece.trimEnd()) > width && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
    while (stringWidth(line.trimEnd()) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line.trimEnd()].join('\n');
}

/** Words with the blank behind them, wide characters one by one; no line begins with closing punctuation. */
function piecesOf(text: string): string[] {
  return text.match(/[\u2e80-\u9fff\uff00-\uffef][，。、；：）%％]?|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/gu) ?? [];
}

function headOf(text: string, width: number): string {
  let head = '';
  for (const character of text) {
    if (stringWidth(head + character) > width) break;
    head += character;
  }
  return head === '' ? [...text].slice(0, 1).join('') : head;
}
