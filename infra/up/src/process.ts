import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProcessSpec {
  /** for error messages */
  name: string;
  command: string;
  args: readonly string[];
  /** added to our own environment; undefined takes a variable away */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** true for the line of stdout that says ready */
  readyLine(line: string): boolean;
  /** 60 000 by default */
  readyWithinMs?: number;
  /** a process group of its own: Ctrl-C at the terminal does not reach it, nor does what ends our group */
  ownGroup?: boolean;
  /** told the pid as soon as there is one, before the process is ready */
  onSpawn?(pid: number): void;
  /** each line of stdout and stderr */
  onLine?(line: string): void;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  name: string;
  pid: number;
  /** the line that said ready */
  ready: string;
  /** resolves when the process has ended, however it did */
  exit: Promise<Exit>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL where that has not ended it after so many ms (20 000 by default) */
  stop(options?: { killAfterMs?: number }): Promise<Exit>;
  /** the last 200 lines of stdout and stderr */
  output(): string;
}

const keptLines = 200;

/** Resolves when the process says ready; throws with its last lines, leaving nothing behind, where it ends first or takes too long. */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const { name, command, args, env, cwd, ownGroup = false, readyWithinMs = 60_000 } = spec;
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
    detached: ownGroup,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) spec.onSpawn?.(child.pid);
  const lines: string[] = [];
  const running = handle(name, { child, lines });
  const ready = firstLine(child, { spec, lines });
  try {
    return { ...running, ready: await earliest({ ready, exit: running.exit, readyWithinMs }) };
  } catch (error) {
    await running.stop({ killAfterMs: 2000 });
    throw new Error(`${name} ${(error as Error).message}\n${running.output()}`.trim(), { cause: error });
  }
}

/** Follows both streams for as long as they last; resolves with the line that says ready. */
function firstLine(child: ChildProcess, { spec, lines }: { spec: ProcessSpec; lines: string[] }): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > keptLines) lines.shift();
        spec.onLine?.(line);
        if (stream === child.stdout && spec.readyLine(line)) resolve(line);
      });
    }
  });
}

async function earliest({
  ready,
  exit,
  readyWithinMs,
}: {
  ready: Promise<string>;
  exit: Promise<Exit>;
  readyWithinMs: number;
}): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`was not ready after ${readyWithinMs} ms`)), readyWithinMs);
  const ended = exit.then(({ code, signal }) => {
    throw new Error(`ended before it was ready (${signal ?? `status ${code}`})`);
  });
  try {
    return await Promise.race([ready, ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

function handle(
  name: string,
  { child, lines }: { child: ChildProcess; lines: string[] },
): Omit<RunningProcess, 'ready'> {
  const exit = new Promise<Exit>((resolve) => {
    // after 'close' all output has been read
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      lines.push(error.message);
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  return {
    name,
    pid: child.pid ?? 0,
    exit,
    hasEnded,
    kill: (signal) => void child.kill(signal),
    output: () => lines.join('\n'),
    async stop({ killAfterMs = 20_000 } = {}) {
      if (hasEnded()) return exit;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      return exit.finally(() => clearTimeout(timer));
    },
  };
}
