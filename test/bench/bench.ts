/** One measured figure. `ratio` is to what it is compared with, `goal` what must hold; null where there is none. */
export interface BenchRow {
  id: string;
  value: number;
  unit: string;
  ratio: number | null;
  goal: string | null;
  ok: boolean | null;
}

export interface BenchOptions {
  /** the largest sizes too, which take minutes */
  full: boolean;
  /** how many, where a bench goes by events; its own number where absent */
  events?: number;
  /** a part of a bench that has several by name; all of them where absent */
  only?: string;
  note: (text: string) => void;
}

export type Bench = (options: BenchOptions) => Promise<BenchRow[]>;

/** Ms of the fastest of several runs, after one that is not counted: what else the machine does only adds. */
export async function fastestMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
