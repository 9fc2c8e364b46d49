import { spawnSync } from 'node:child_process';

/** Null where a broker can be started on this machine, else what is missing, fit for `skipped: …` in a test's name. */
export function kafkaAvailable(): string | null {
  const missing = [
    ['java', '-version'],
    ['mvn', '--version'],
  ].filter(([command = '', flag = '']) => spawnSync(command, [flag], { stdio: 'ignore' }).status !== 0);
  return missing.length === 0 ? null : `needs ${missing.map(([command]) => command).join(' and ')}`;
}
