const [QUOTE, COMMA, OPEN, BACKSLASH, CLOSE] = [34, 44, 91, 92, 93];
const [BRACE_OPEN, BRACE_CLOSE] = [123, 125];

/**
 * The elements of a JSON array as the bytes that they were sent as, however deep they are; whether one is right JSON is left to who
 * reads it. Null where the whole is no array.
 */
export function elementsOf(body: Uint8Array): Uint8Array[] | null {
  const [first, last] = [firstSign(body), lastSign(body)];
  if (body[first] !== OPEN || body[last] !== CLOSE || last === first) return null;
  const elements: Uint8Array[] = [];
  let [start, depth, isInText] = [first + 1, 0, false];
  for (let at = first + 1; at < last; at += 1) {
    const sign = body[at];
    if (isInText) {
      if (sign === BACKSLASH) at += 1;
      else if (sign === QUOTE) isInText = false;
    } else if (sign === QUOTE) isInText = true;
    else if (sign === OPEN || sign === BRACE_OPEN) depth += 1;
    else if (sign === CLOSE || sign === BRACE_CLOSE) depth -= 1;
    else if (sign === COMMA && depth === 0) {
      elements.push(body.subarray(start, at));
      start = at + 1;
    }
    if (depth < 0) return null;
  }
  if (depth !== 0 || isInText) return null;
  const rest = body.subarray(start, last);
  return elements.length === 0 && rest.every(isBlank) ? [] : [...elements, rest];
}

function isBlank(sign: number): boolean {
  return sign === 32 || sign === 9 || sign === 10 || sign === 13;
}

/** Where the first byte stands that is no blank, after a byte order mark. */
function firstSign(body: Uint8Array): number {
  const start = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  let at = start;
  while (at < body.length && isBlank(body[at] ?? 0)) at += 1;
  return at;
}

function lastSign(body: Uint8Array): number {
  let at = body.length - 1;
  while (at > 0 && isBlank(body[at] ?? 0)) at -= 1;
  return at;
}
