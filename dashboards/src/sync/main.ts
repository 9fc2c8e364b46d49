import { parseArgs } from 'node:util';
import { desiredState } from './desired.ts';
import { grafanaApi } from './grafana-api.ts';
import { diff, push } from './sync.ts';

const USAGE = `usage: npm run dashboards:diff -- --url http://grafana:3000 [--rules-lang zh|en]
       npm run dashboards:push -- --url http://grafana:3000 [--rules-lang zh|en]
The token of a service account is read from DUQING_GRAFANA_TOKEN.
`;
/** Differences told of one board or rule; the rest is counted. */
const MOST = 5;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});

/** 0: the same, or pushed; 1: it differs, or Grafana failed; 2: wrong use. */
async function main(args: string[]): Promise<number> {
  const asked = optionsOf(args);
  const token = process.env['DUQING_GRAFANA_TOKEN'] ?? '';
  if (asked === null || token === '') {
    process.stderr.write(USAGE);
    return 2;
  }
  const api = grafanaApi({ url: asked.url, token });
  const desired = desiredState(asked.rulesLang);
  if (asked.command === 'push') {
    await push(api, desired, (text) => process.stdout.write(`${text}\n`));
    return 0;
  }
  const found = await diff(api, desired);
  for (const [what, parts] of Map.groupBy(found, (one) => one.what)) {
    const told = parts.slice(0, MOST).map(({ kind, path }) => (path === '' ? kind : `${path} (${kind})`));
    const more = parts.length > MOST ? `, ${parts.length - MOST} more` : '';
    process.stdout.write(`${what}: ${told.join(', ')}${more}\n`);
  }
  if (found.length === 0) process.stdout.write('as generated\n');
  return found.length === 0 ? 0 : 1;
}

interface Asked {
  command: 'diff' | 'push';
  url: string;
  rulesLang: 'zh' | 'en';
}

function optionsOf(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { url: { type: 'string' }, 'rules-lang': { type: 'string', default: 'zh' } },
    });
    const [command] = positionals;
    const { url = '', 'rules-lang': rulesLang } = values;
    const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
    if ((command !== 'diff' && command !== 'push') || !isHttp || (rulesLang !== 'zh' && rulesLang !== 'en'))
      return null;
    return { command, url: url.replace(/\/+$/, ''), rulesLang };
  } catch {
    return null;
  }
}
