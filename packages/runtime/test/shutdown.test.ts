import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createLogger, createShutdown } from '../src/index.ts';

function withLog(deadlineMs = 1_000) {
  const lines: string[] = [];
  const logger = createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  return { shutdown: createShutdown({ logger, deadlineMs }), log: () => lines.join('') };
}

describe('shutdown', () => {
  it('closes what was opened last first, one after the other, once, whoever asks', async () => {
    const { shutdown } = withLog();
    const closed: string[] = [];
    for (const name of ['store', 'bus', 'server'])
      shutdown.add(name, async () => {
        closed.push(`${name} closing`);
        await new Promise(setImmediate);
        closed.push(`${name} closed`);
      });
    expect(await Promise.all([shutdown.stop('a'), shutdown.stop('b')])).toEqual([true, true]);
    expect(closed).toEqual(['server', 'bus', 'store'].flatMap((name) => [`${name} closing`, `${name} closed`]));
  });

  it('goes on past a part that fails, names it, and is not clean', async () => {
    const { shutdown, log } = withLog();
    const closed: string[] = [];
    shutdown.add('store', () => void closed.push('store'));
    shutdown.add('bus', () => {
      throw new Error('stuck in mud');
    });
    expect(await shutdown.stop('test')).toBe(false);
    expect(closed).toEqual(['store']);
    expect(log()).toMatch(/"part":"bus"/);
    expect(log()).toContain('stuck in mud');
  });

  it('does not wait for a part beyond the deadline', async () => {
    const { shutdown, log } = withLog(20);
    const closed: string[] = [];
    shutdown.add('store', () => void closed.push('store'));
    shutdown.add('bus', async () => new Promise<never>(() => undefined));
    expect(await shutdown.stop('test')).toBe(false);
    expect(closed).toEqual(['store']);
    expect(log()).toContain('not closed before the deadline');
  });
});

describe('signals', () => {
  it.each([
    ['SIGTERM', '', 0],
    ['SIGINT', '', 0],
    ['SIGTERM', 'fail', 1],
  ] as const)('%s %s ends the process with its closers run once, exit code %i', async (signal, how, code) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('signals-child.ts', import.meta.url)), how], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (bytes: Buffer) => {
      if (output === '') child.kill(signal);
      else child.kill('SIGINT');
      output += bytes.toString('utf8');
    });
    const [exit] = (await once(child, 'close')) as [number | null];
    expect(output).toBe('ready\nclosing\nclosed\n');
    expect(exit).toBe(code);
  });
});
