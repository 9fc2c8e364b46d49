import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asked } from './queries.ts';

/** What the plugin's backend made of a query: the SQL that it sent, and the one frame that it would hand to Grafana. */
export interface Answered {
  id: string;
  error?: string;
  executed: string;
  fields: { name: string; type: string }[];
  rows: unknown[][];
}

/** Checkouts that the backend is built from: a folder of `sources`, what is copied of it, and as what. */
const CHECKOUTS = [
  ['clickhouse-datasource', 'pkg', 'clickhouse-datasource/pkg'],
  ['sqlds', '.', 'sqlds'],
  ['dataplane', 'sdata', 'sdata'],
] as const;

const MODULES = {
  'clickhouse-datasource': 'github.com/grafana/clickhouse-datasource',
  sqlds: 'github.com/grafana/sqlds/v5',
} as const;

/** Why it cannot be built here; null where it can. */
export function missing(sources: string | undefined): string | null {
  if (sources === undefined) return 'DUQING_PLUGIN_SOURCES, a folder with checkouts (see docs/dashboards.md)';
  const absent = CHECKOUTS.map(([name]) => name).filter((name) => !existsSync(join(sources, name)));
  if (absent.length > 0) return `checkouts of ${absent.join(', ')} in ${sources}`;
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'go';
  }
}

/** Builds the plugin's backend with our command around it in an empty folder; gives the program's path. */
export function buildBackend(sources: string, folder: string): string {
  cpSync(fileURLToPath(new URL('backend/', import.meta.url)), folder, { recursive: true });
  for (const [name, from, to] of CHECKOUTS)
    cpSync(join(sources, name, from), join(folder, to), {
      recursive: true,
      filter: (path) => !/_test\.go$|mock|[/\\]\.git$|[/\\]test$|schemacache/.test(path.slice(sources.length)),
    });
  for (const [name, module] of Object.entries(MODULES))
    writeFileSync(join(folder, name, 'go.mod'), `module ${module}\n\ngo 1.26.0\n`);
  const program = join(folder, 'asked');
  for (const command of [
    ['mod', 'tidy'],
    ['build', '-o', program, '.'],
  ])
    execFileSync('go', command, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  return program;
}

interface Source {
  jsonData: Record<string, unknown>;
  password: string;
}

/** The backend's answer to every query, asked one after the other through its data source. */
export async function askBackend(
  program: string,
  { jsonData, password, queries }: Source & { queries: Asked[] },
): Promise<Answered[]> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(JSON.stringify({ jsonData, password, queries }));
  // its log is for Grafana; what it fails of it says among the answers
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').trim().split('\n');
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('exit', resolve)));
  if (code !== 0) throw new Error(`the plugin's backend ended with ${code}: ${lines.at(-1)}`);
  return lines.map((line) => JSON.parse(line) as Answered);
}
