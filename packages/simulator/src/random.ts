/** A small generator (mulberry32): the same seed gives the same figures on every machine. Not for secrets. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Both bounds inclusive. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.whole(0, items.length - 1)] ?? items[0];
  }

  /** One of the keys, each as likely as its weight says. */
  weighted<T extends string>(weights: Partial<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    throw new RangeError('nothing to choose from');
  }

  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number {
    const stop = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > stop; product *= this.next()) count += 1;
    return count;
  }

  /** Waiting time with this mean: short ones often, long ones seldom. */
  wait(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** `middle` give or take up to `spread` of it, the middle likelier than the ends. */
  around(middle: number, spread: number): number {
    return middle * (1 + (spread * (this.next() + this.next() + this.next() - 1.5)) / 1.5);
  }
}

/** A stream of its own for one purpose: what one part of the city draws moves no other part. */
export function randomOf(seed: number, ...purpose: (string | number)[]): Random {
  let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (const character of purpose.join('/')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return new Random(hash ^ (hash >>> 13));
}
