import { Command } from 'commander';
import { alertsCommand } from './commands/alerts.ts';
import { bulletinCommand, verifyCommand } from './commands/bulletin.ts';
import { catalogueCommand } from './commands/catalogue.ts';
import { demoCommand } from './commands/demo.ts';
import { explainCommand } from './commands/explain.ts';
import { importCommand } from './commands/import.ts';
import { indicatorsCommand } from './commands/indicators.ts';
import { rejectsCommand } from './commands/rejects.ts';
import { replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';

/** Runs one command line (without the program's name) and gives its exit code; throws what went wrong. */
export async function program(args: readonly string[]): Promise<number> {
  const command = new Command('duqing')
    .description('毒情监测 · drug-control situation monitor')
    .showHelpAfterError()
    .exitOverride();
  const subcommands = [
    demoCommand,
    replayCommand,
    importCommand,
    indicatorsCommand,
    explainCommand,
    alertsCommand,
    rejectsCommand,
    bulletinCommand,
    verifyCommand,
    catalogueCommand,
    serveCommand,
  ];
  for (const make of subcommands) command.addCommand(make().exitOverride());
  await command.parseAsync([...args], { from: 'user' });
  return process.exitCode === undefined ? 0 : Number(process.exitCode);
}
