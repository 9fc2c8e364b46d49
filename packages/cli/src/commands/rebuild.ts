import { rebuild, type RebuildReport } from '@duqing/indicators';
import { Command } from 'commander';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openSession } from '../session.ts';
import { withWriter } from '../writer.ts';

interface Options extends StoreOptions {
  accept?: boolean;
  json?: boolean;
}

/** `duqing rebuild`: facts and values again from the ledger, compared, then swapped. Exit code 1 where a difference stopped it. */
export function rebuildCommand(): Command {
  const command = new Command('rebuild').description(
    '由台账重建 · facts and values again from the ledger, compared, then swapped',
  );
  return storeOptions(command)
    .option('--accept', 'swap though something differs')
    .option('--json', 'one JSON document on stdout')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const session = await openSession(options);
  try {
    const { store, deployment, clock } = session;
    const report = await withWriter(session, async () =>
      rebuild({ store, deployment, accept: options.accept === true, now: clock(), progress: note }),
    );
    if (options.json) printJson(report);
    else print(textOf(report));
    if (!report.swapped) process.exitCode = 1;
  } finally {
    await session.close();
  }
}

function textOf({ facts, values, disturbed, swapped }: RebuildReport): string {
  const tables = facts.map(
    ({ table, held, derived, onlyHeld, onlyDerived, examples }) =>
      `${table.padEnd(20)} held ${held}, derived ${derived}, only held ${onlyHeld}, only derived ${onlyDerived}${examples
        .map(({ region, quarter, subject }) => `\n  ${region} ${quarter} ${subject}`)
        .join('')}`,
  );
  const cells = `values               ${values.cells} cells at ${values.moments} moments, differing ${values.differing}`;
  if (disturbed)
    return [
      ...tables,
      cells,
      '期间有写入,未替换:请先停止 ingest 和 indicators · written to meanwhile, not swapped',
    ].join('\n');
  const end = swapped ? '已替换 · swapped' : '有差异,未替换 · differs, not swapped (--accept swaps all the same)';
  return [...tables, cells, ...values.examples.map((key) => `  ${key}`), end].join('\n');
}
