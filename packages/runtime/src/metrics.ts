type Labels = Readonly<Record<string, string>>;

interface Named {
  /** must begin with duqing_; a counter's ends in _total */
  name: string;
  help: string;
}

interface Counter {
  /** `by` not below 0, default 1 */
  add(labels?: Labels, by?: number): void;
}
interface Gauge {
  set(labels: Labels, value: number): void;
}
interface Histogram {
  observe(labels: Labels, value: number): void;
}

/** Metrics of one process in Prometheus' text format. */
export interface Metrics {
  counter(named: Named): Counter;
  gauge(named: Named): Gauge;
  /** `buckets`: inclusive upper bounds, rising; +Inf is added */
  histogram(named: Named & { buckets: readonly number[] }): Histogram;
  text(): string;
}

type Series = Map<string, number>;
type Render = () => string[];

/** Throws a RangeError where a name is malformed or declared twice, or a counter would fall. */
export function createMetrics(): Metrics {
  const families = new Map<string, Render>();
  const declare = ({ name, help }: Named, type: string, lines: Render): void => {
    if (!/^duqing_[a-z0-9_]+$/.test(name)) throw new RangeError(`metric name: ${name}`);
    if (families.has(name)) throw new RangeError(`metric declared twice: ${name}`);
    families.set(name, () => [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines()]);
  };
  return {
    counter: (named) => {
      const series: Series = new Map();
      declare(named, 'counter', () => linesOf(named.name, series));
      return { add: (labels = {}, by = 1) => raise(series, labelText(labels), by) };
    },
    gauge: (named) => {
      const series: Series = new Map();
      declare(named, 'gauge', () => linesOf(named.name, series));
      return { set: (labels, value) => void series.set(labelText(labels), value) };
    },
    histogram: (named) => {
      const parts = { bucket: new Map(), sum: new Map(), count: new Map() } satisfies Record<string, Series>;
      declare(named, 'histogram', () =>
        Object.entries(parts).flatMap(([part, series]) => linesOf(`${named.name}_${part}`, series)),
      );
      return { observe: (labels, value) => observe(parts, named.buckets, { labels, value }) };
    },
    text: () => [...families.values()].flatMap((lines) => lines()).join('\n') + '\n',
  };
}

function raise(series: Series, key: string, by: number): void {
  if (!(by >= 0)) throw new RangeError(`a counter cannot fall: ${by}`);
  series.set(key, (series.get(key) ?? 0) + by);
}

function observe(
  parts: Record<'bucket' | 'sum' | 'count', Series>,
  buckets: readonly number[],
  { labels, value }: { labels: Labels; value: number },
): void {
  for (const bound of [...buckets, Infinity]) {
    const le = bound === Infinity ? '+Inf' : String(bound);
    raise(parts.bucket, labelText({ ...labels, le }), value <= bound ? 1 : 0);
  }
  const key = labelText(labels);
  parts.sum.set(key, (parts.sum.get(key) ?? 0) + value);
  raise(parts.count, key, 1);
}

function linesOf(name: string, series: Series): string[] {
  return [...series].map(([labels, value]) => `${name}${labels} ${valueText(value)}`);
}

/** Prometheus spells the infinite +Inf and -Inf. */
function valueText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : `${value > 0 ? '+' : '-'}Inf`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? '' : `{${pairs.sort().join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
