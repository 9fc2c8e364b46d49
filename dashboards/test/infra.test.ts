import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  network_mode?: string;
  healthcheck?: { test: string[] };
}

const COMPOSE = text('infra/compose.yaml');
const { services: SERVICES, volumes: VOLUMES } = parse(COMPOSE, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, object>;
};
const OURS = ['ingest', 'indicators', 'alerts', 'bulletin', 'web'];

test('compose mounts what is generated, and holds no password', () => {
  expect(SERVICES['grafana']?.volumes).toEqual(
    expect.arrayContaining([
      '../dashboards/generated/provisioning:/etc/grafana/provisioning:ro',
      '../dashboards/generated/boards:/var/lib/grafana/duqing:ro',
    ]),
  );
  for (const [, name = '', value = ''] of COMPOSE.matchAll(/(\w*PASSWORD\w*): (.+)/g))
    expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{\w+:\?\}$/)]);
  for (const name of [...OURS, 'alertmanager', 'prometheus'])
    expect([name, SERVICES[name]?.network_mode]).toEqual([name, 'service:net']);
});

test.each(OURS)('%s is told by compose only what it reads, and all that it must be told', (name) => {
  const { environment = {}, command = [], healthcheck } = SERVICES[name] ?? {};
  const [, main = ''] = command;
  expect(existsSync(new URL(`../../${main}`, import.meta.url))).toBe(true);
  const env = text(`services/${name}/src/env.ts`);
  const fields = [...env.matchAll(/^ {2}(DUQING_\w+): ([^;]*?),\n(?= {2}(?:DUQING_|\/\*\*)|\})/gms)];
  const read = fields.map(([, field]) => field);
  expect(read.length).toBeGreaterThan(4);
  expect(Object.keys(environment).filter((given) => !read.includes(given))).toEqual([]);
  const needed = fields.filter(([, , schema = '']) => !/\.(default|optional)\(/.test(schema)).map(([, field]) => field);
  expect(needed.filter((field) => field === undefined || environment[field] === undefined)).toEqual([]);
  expect(healthcheck?.test.join(' ')).toContain(name === 'web' ? ':8080/health/ready' : '}/ready');
});

function isThere(volume: string): boolean {
  const [from = '', to = ''] = volume.split(':');
  const held = from.startsWith('.') ? existsSync(new URL(`../../infra/${from}`, import.meta.url)) : from in VOLUMES;
  return held && to.startsWith('/');
}

test('every image is pinned, every mount is there, and each long-lived service says how it is', () => {
  const all = Object.entries(SERVICES);
  expect(all.map(([, { image }]) => image).filter((image) => !/^[\w./-]+:v?\d[\w.-]*$/.test(image))).toEqual([]);
  expect(all.flatMap(([, { volumes = [] }]) => volumes).filter((volume) => !isThere(volume))).toEqual([]);
  expect(all.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name)).toEqual(['topics', 'net']);
});

test('the ports on which they meet are the same on both sides', () => {
  const port = (name: string, key: string): string => String(SERVICES[name]?.environment?.[key]);
  expect(SERVICES['web']?.environment?.['DUQING_BULLETIN_DESK_URL']).toBe(
    `http://127.0.0.1:${port('bulletin', 'DUQING_BULLETIN_DESK_PORT')}`,
  );
  expect(text('infra/alertmanager/alertmanager.yml')).toContain(
    `127.0.0.1:${port('alerts', 'DUQING_ALERT_INTAKE_PORT')}/`,
  );
  for (const name of ['ingest', 'indicators', 'alerts', 'bulletin'])
    expect(text('infra/prometheus/prometheus.yml')).toContain(
      `- targets: ['127.0.0.1:${port(name, 'DUQING_HTTP_PORT')}']\n        labels: { service: ${name} }`,
    );
});
