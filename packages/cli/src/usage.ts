import { CommanderError } from 'commander';

/** Wrong use of a command: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** 2 for wrong use, 0 for help and version, 1 for work that failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}

/** A moment of the command line (RFC 3339 with an offset) in ms; throws a UsageError naming the option. */
export function momentOption(option: string, text: string): number {
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = Date.parse(text);
  if (!isMoment || Number.isNaN(ms))
    throw new UsageError(`${option}: not a moment with an offset, such as 2026-07-20T00:00:00+08:00: ${text}`);
  return ms;
}

export type Lang = 'zh' | 'en';

/** Throws a UsageError where the text is no language that there is. */
export function langOption(text: string): Lang {
  if (text !== 'zh' && text !== 'en') throw new UsageError(`--lang: zh or en, not ${text}`);
  return text;
}
