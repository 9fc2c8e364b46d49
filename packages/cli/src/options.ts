import type { Command } from 'commander';

/** The options that every command over a store has. */
export function storeOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of the embedded store (or DUQING_DATA)')
    .option('--deployment <id>', 'deployment that the store is for (default jinhua)');
}

export function jsonOption(command: Command): Command {
  return command.option('--json', 'one JSON document on stdout').option('--lang <lang>', 'zh or en', 'zh');
}

export interface StoreOptions {
  data?: string;
  deployment?: string;
}
export interface OutputOptions {
  json?: boolean;
  lang: string;
}
