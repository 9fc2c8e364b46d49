import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

function text(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

test('the user of the boards may read every published view and nothing else', () => {
  const folder = new URL('../../packages/warehouse/migrations/', import.meta.url);
  const sql = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const views = sql.flatMap((one) => [
    ...one.matchAll(/CREATE (?:OR REPLACE )?VIEW (?:IF NOT EXISTS )?(published_\w+)/g),
  ]);
  const grants = [...text('infra/grafana/users.xml').matchAll(/<query>(.*)<\/query>/g)].map(([, grant]) => grant);
  expect(views.length).toBeGreaterThan(10);
  const names = new Set(views.map(([, name]) => name));
  expect(grants.toSorted()).toEqual([...names].map((name) => `GRANT SELECT ON default.${name}`).toSorted());
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
