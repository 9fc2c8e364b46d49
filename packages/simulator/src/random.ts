/** A stream of numbers that is the same for the same seed on every machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** from 0 (inclusive) to 1 (exclusive) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** whole number from 0 to `below` (exclusive) */
  whole(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.whole(list.length)] ?? list[0];
  }

  /** one of the keys, by weight */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    const last = entries.at(-1);
    if (!last) throw new RangeError('no weights');
    return last[0];
  }

  /** a count with a mean (Poisson by inversion) */
  count(mean: number): number {
    let left = this.next();
    let share = Math.exp(-mean);
    for (let count = 0; ; count += 1) {
      left -= share;
      if (left < 0 || count > mean * 10 + 50) return count;
      share *= mean / (count + 1);
    }
  }

  /** a count of successes among `trials` */
  successes(trials: number, probability: number): number {
    let found = 0;
    for (let trial = 0; trial < trials; trial += 1) if (this.chance(probability)) found += 1;
    return found;
  }
}
