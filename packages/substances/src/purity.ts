/**
 * Purity as events carry it, from 0 to 1: `0.78`, `"0.78"` and `"78%"` are 0.78. A bare 78 is refused, since it may mean anything;
 * so is a blank. Throws a RangeError that says what to write.
 */
export function parsePurity(input: string | number): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(\s*[%％])?$/.exec(String(input).trim()) ?? [];
  const purity = percent === undefined ? Number(digits) : hundredth(digits ?? '');
  if (!(purity >= 0 && purity <= 1))
    throw new RangeError(`purity must be from 0 to 1 or a percent such as "78%", not ${JSON.stringify(input)}`);
  return purity;
}

/** Moves the point by text, so that 14 % is 0.14 and not 0.14000000000000001. */
function hundredth(digits: string): number {
  return Number(`${digits}e-2`);
}
