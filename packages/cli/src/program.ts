import { Command } from 'commander';

/** Each command is loaded only when it is asked for: pages, documents and brokers take longer to load than a question to answer. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  replay: async () => (await import('./commands/replay.ts')).replayCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
  indicators: async () => (await import('./commands/indicators.ts')).indicatorsCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
  alerts: async () => (await import('./commands/alerts.ts')).alertsCommand(),
  signals: async () => (await import('./commands/signals.ts')).signalsCommand(),
  rejects: async () => (await import('./commands/rejects.ts')).rejectsCommand(),
  token: async () => (await import('./commands/token.ts')).tokenCommand(),
  audit: async () => (await import('./commands/token.ts')).auditCommand(),
  bulletin: async () => (await import('./commands/bulletin.ts')).bulletinCommand(),
  verify: async () => (await import('./commands/bulletin.ts')).verifyCommand(),
  catalogue: async () => (await import('./commands/catalogue.ts')).catalogueCommand(),
  triangle: async () => (await import('./commands/triangle.ts')).triangleCommand(),
  backtest: async () => (await import('./commands/backtest.ts')).backtestCommand(),
  config: async () => (await import('./commands/config.ts')).configCommand(),
  pace: async () => (await import('./commands/pace.ts')).paceCommand(),
  notes: async () => (await import('./commands/notes.ts')).notesCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuildCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
};

/** Runs one command line (without the program's name) and gives its exit code; throws what went wrong. */
export async function program(args: readonly string[]): Promise<number> {
  const command = new Command('duqing')
    .description('毒情监测 · drug-control situation monitor')
    .showHelpAfterError()
    .enablePositionalOptions()
    .exitOverride();
  const named = Object.entries(COMMANDS).filter(([name]) => name === args[0]);
  for (const [, load] of named.length > 0 ? named : Object.entries(COMMANDS))
    command.addCommand((await load()).exitOverride());
  await command.parseAsync([...args], { from: 'user' });
  return process.exitCode === undefined ? 0 : Number(process.exitCode);
}
