import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

function text(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** Tables that boards read beside the views: cells stand in the one, names in the others. */
const TABLES = ['indicator_values', 'item_names', 'region_names'];

function publishedViews(): Set<string> {
  const folder = new URL('../../packages/warehouse/migrations/', import.meta.url);
  const names = new Set<string>();
  for (const file of readdirSync(folder).toSorted()) {
    const sql = readFileSync(new URL(file, folder), 'utf8');
    for (const [, drop, name] of sql.matchAll(/^(DROP|CREATE)\b.*\bVIEW (?:IF (?:NOT )?EXISTS )?(published_\w+)/gm))
      if (name) names[drop === 'DROP' ? 'delete' : 'add'](name);
  }
  return names;
}

test('the user of the boards may read every published view, the cells, the names, and nothing else', () => {
  const grants = [...text('infra/grafana/users.xml').matchAll(/<query>(.*)<\/query>/g)].map(([, grant]) => grant);
  const may = [...publishedViews(), ...TABLES];
  expect(may.length).toBeGreaterThan(20);
  expect(grants.toSorted()).toEqual(may.map((name) => `GRANT SELECT ON default.${name}`).toSorted());
});

test('what is generated reads nothing that the user may not', () => {
  const generated = new URL('../generated/', import.meta.url);
  const files = readdirSync(generated, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(json|ya?ml)$/.test(name),
  );
  const read = files.flatMap((name) => [
    ...readFileSync(new URL(name, generated), 'utf8')
      .replaceAll('\\n', ' ')
      .matchAll(/(?:\bFROM\s+|\bJOIN\s+|joinGet\(')([a-z]\w*)/g),
  ]);
  const names = new Set(read.map(([, name]) => name));
  expect(names.size).toBeGreaterThan(15);
  const may = new Set([...publishedViews(), ...TABLES]);
  expect([...names].filter((name) => name === undefined || !may.has(name))).toEqual([]);
});

test('compose mounts what is generated, and holds no password', () => {
  const compose = text('infra/compose.yaml');
  const { services } = parse(compose, { merge: true }) as {
    services: Record<string, { volumes?: string[]; network_mode?: string }>;
  };
  expect(services['grafana']?.volumes).toEqual(
    expect.arrayContaining([
      '../dashboards/generated/provisioning:/etc/grafana/provisioning:ro',
      '../dashboards/generated/boards:/var/lib/grafana/duqing:ro',
    ]),
  );
  for (const [, name = '', value = ''] of compose.matchAll(/(\w*PASSWORD\w*): (.+)/g))
    expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{\w+:\?\}$/)]);
  for (const name of ['ingest', 'indicators', 'alerts', 'bulletin', 'web', 'alertmanager', 'prometheus'])
    expect([name, services[name]?.network_mode]).toEqual([name, 'service:net']);
});
