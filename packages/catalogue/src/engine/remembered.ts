/** A pure function of little that is asked for the same few things hundreds of thousands of times; what it gives is never changed. */
export function remembered<Q, T>(keyOf: (asked: Q) => string, make: (asked: Q) => T): (asked: Q) => T {
  const held = new Map<string, T>();
  return (asked) => {
    const key = keyOf(asked);
    const found = held.get(key);
    if (found !== undefined) return found;
    const made = make(asked);
    held.set(key, made);
    return made;
  };
}
