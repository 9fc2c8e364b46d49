import { Command } from 'commander';
import type { Clock } from '@duqing/runtime';
import type { Session } from '../session.ts';
import type { Lang } from '../usage.ts';

export async function issueBulletin(
  _session: Session,
  options: { quarter: string; out: string; lang: Lang; clock: Clock; edition: 'flash' | 'provisional' | 'final' },
): Promise<string> {
  return options.out;
}
export function bulletinCommand(): Command {
  return new Command('bulletin');
}
export function verifyCommand(): Command {
  return new Command('verify');
}
