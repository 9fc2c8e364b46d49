import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, BenchRow } from './bench.ts';

/** Each bench is loaded only when it is asked for. */
const BENCHES: Record<string, () => Promise<Bench>> = {
  bulletin: async () => (await import('./bulletin.ts')).bulletin,
  boards: async () => (await import('./boards.ts')).boards,
  alerts: async () => (await import('./alerts.ts')).alerts,
  ingest: async () => (await import('./ingest.ts')).ingest,
  latency: async () => (await import('./latency.ts')).latency,
  soak: async () => (await import('./soak.ts')).soak,
  recompute: async () => (await import('./recompute.ts')).recompute,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    full: { type: 'boolean', default: false },
    events: { type: 'string' },
    only: { type: 'string' },
  },
});
const [name = ''] = positionals;
const load = BENCHES[name];
if (!load) {
  process.stderr.write(`bench: one of ${Object.keys(BENCHES).join(', ')}, not "${name}"\n`);
  process.exit(2);
}

const bench = await load();
const rows = await bench({
  full: values.full,
  ...(values.only !== undefined && { only: values.only }),
  ...(values.events !== undefined && { events: wholeOf(values.events) }),
  note: (text) => void process.stderr.write(`${text}\n`),
});
const report = { name, versions: await versions(), cores: cpus().length, rows };
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${rows.map(lineOf).join('\n')}\n`);
if (rows.some(({ ok }) => ok === false)) process.exitCode = 1;

async function versions(): Promise<Record<string, string>> {
  return {
    duqing: await versionIn('../../package.json'),
    node: process.versions.node,
    chdb: await versionIn('../../node_modules/chdb/package.json'),
  };
}

async function versionIn(path: string): Promise<string> {
  return (JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8')) as { version: string }).version;
}

function wholeOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  process.stderr.write(`bench: --events: a whole number, not "${text}"\n`);
  process.exit(2);
}

function lineOf({ id, value, unit, ratio, goal, ok }: BenchRow): string {
  const mark = ok === null ? '' : ok ? '  ok' : '  MISSED';
  return `${id.padEnd(44)} ${String(value).padStart(10)} ${unit.padEnd(6)} ${ratio === null ? '' : `× ${ratio}`}  ${goal ?? ''}${mark}`;
}
