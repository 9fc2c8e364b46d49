import { Fault } from './fault.ts';

/**
 * Formats whose documents may be put one after another: the engine writes each chunk of a streamed result as a document of its own.
 * The value says how many lines of a document are its header, to be left out of all but the first; `binary` = names and types of
 * RowBinary. Other formats are made in one piece.
 */
const STREAMED: ReadonlyMap<string, number | 'binary'> = new Map<string, number | 'binary'>([
  ['TabSeparated', 0],
  ['TSV', 0],
  ['TabSeparatedRaw', 0],
  ['TSVRaw', 0],
  ['CSV', 0],
  ['TSKV', 0],
  ['LineAsString', 0],
  ['JSONEachRow', 0],
  ['JSONLines', 0],
  ['NDJSON', 0],
  ['JSONStringsEachRow', 0],
  ['JSONCompactEachRow', 0],
  ['JSONCompactStringsEachRow', 0],
  ['Native', 0],
  ['RowBinary', 0],
  ['TabSeparatedWithNames', 1],
  ['TSVWithNames', 1],
  ['CSVWithNames', 1],
  ['JSONCompactEachRowWithNames', 1],
  ['TabSeparatedWithNamesAndTypes', 2],
  ['TSVWithNamesAndTypes', 2],
  ['CSVWithNamesAndTypes', 2],
  ['JSONCompactEachRowWithNamesAndTypes', 2],
  ['RowBinaryWithNamesAndTypes', 'binary'],
]);

export function isStreamed(format: string): boolean {
  return STREAMED.has(format);
}

/** Bytes of a document of the format that are its header. */
export function headerLength(format: string, document: Uint8Array): number {
  const header = STREAMED.get(format) ?? 0;
  if (header === 'binary') return binaryHeaderLength(document);
  let at = 0;
  for (let line = 0; line < header; line += 1) at = lineEnd(document, at);
  return at;
}

/** Position behind the line break that ends a line; one within double quotes does not. */
function lineEnd(bytes: Uint8Array, from: number): number {
  let quoted = false;
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === 0x5c && quoted) at += 1;
    else if (bytes[at] === 0x22) quoted = !quoted;
    else if (bytes[at] === 0x0a && !quoted) return at + 1;
  }
  return bytes.length;
}

/** A count of columns, then that many names and as many types, each with its length before it (LEB128). */
function binaryHeaderLength(bytes: Uint8Array): number {
  const read = (at: number): { value: number; next: number } => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined) throw new Fault(33, 'CANNOT_READ_ALL_DATA', 'a header was cut off');
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return { value, next: at };
    }
  };
  let { value: columns, next } = read(0);
  for (let text = 0; text < columns * 2; text += 1) {
    const length = read(next);
    next = length.next + length.value;
  }
  return next;
}

const CONTENT_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(JSONEachRow|JSON.*EachRow|JSONLines|NDJSON)/, 'application/x-ndjson; charset=UTF-8'],
  [/^JSON/, 'application/json; charset=UTF-8'],
  [/^CSVWithNames/, 'text/csv; charset=UTF-8; header=present'],
  [/^CSV/, 'text/csv; charset=UTF-8; header=absent'],
  [/^(TabSeparated|TSV)/, 'text/tab-separated-values; charset=UTF-8'],
  [/^(Pretty|Vertical|Values|Markdown|LineAsString|SQLInsert)/, 'text/plain; charset=UTF-8'],
  [/^XML/, 'application/xml; charset=UTF-8'],
];

export function contentTypeOf(format: string): string {
  return CONTENT_TYPES.find(([pattern]) => pattern.test(format))?.[1] ?? 'application/octet-stream';
}
