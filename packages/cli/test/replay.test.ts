import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { said, type CellJson } from './support/cells.ts';
import { duqing, fileOf, GOLDEN, json, newFolder, replay, ROOT, says, start } from './support/duqing.ts';

async function figures(data: string, env = {}): Promise<object[]> {
  return said(await json<CellJson[]>(['indicators', '--period', '2025Q2', '--data', data], env));
}

async function filed(data: string): Promise<object[]> {
  const which = ['--period', '2025Q2', '--indicator', 'cases-filed'];
  return said(await json<CellJson[]>(['indicators', ...which, '--data', data]));
}

const GOOD = readFileSync(GOLDEN, 'utf8').split('\n');

describe('replay', () => {
  it('of the same file twice gives the same figures, the second time all duplicates', async () => {
    const data = newFolder();
    const first = await replay([GOLDEN], data);
    const before = await figures(data);
    const second = await replay([GOLDEN], data);
    expect(second).toEqual({ ...first, received: 62, duplicate: 31 });
    expect(await figures(data)).toEqual(before);
  });

  it('P21: a blank line is skipped, CRLF taken, a 6 MB line refused under its own number, the rest stored', async () => {
    const huge = JSON.stringify({ specversion: '1.0', padding: 'x'.repeat(6_000_000) });
    const data = newFolder();
    const file = fileOf('p21.ndjson', `${GOOD[0]}\n${GOOD[1]}\n\n${huge}\n${GOOD[2]}\r\n`);
    expect(await replay([file], data)).toMatchObject({ received: 4, accepted: 3, rejected: 1 });
    const rejects = await json<Record<string, unknown>[]>(['rejects', 'list', '--data', data]);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({
      reason: 'too-large',
      topic: 'duqing.cases',
      partition: 0,
      source: null,
      id: null,
    });
    expect(rejects[0]?.['origin']).toBe('p21.ndjson:4');
  });

  it('keeps each line that cannot be taken with its place, field, reason and bytes; rejected events are no failure', async () => {
    const unknownKey = JSON.stringify({ ...(JSON.parse(GOOD[0] ?? '') as object), id: 'bad-1', nonsense: 1 });
    const data = newFolder();
    const file = fileOf('bad.ndjson', `${GOOD[0]}\n{"specversion":\n${unknownKey}\n[1]\n`);
    expect(await replay([file], data)).toMatchObject({ received: 4, accepted: 1, rejected: 3 });
    const rejects = await json<Record<string, unknown>[]>(['rejects', '--data', data]);
    const keys = ['topic', 'partition', 'offset', 'source', 'id', 'reason', 'field', 'receivedAt', 'payload'];
    for (const reject of rejects) expect(Object.keys(reject)).toEqual(expect.arrayContaining(keys));
    expect(rejects.map(({ reason, payload }) => [reason, payload])).toEqual(
      expect.arrayContaining([
        ['not-json', '{"specversion":'],
        ['not-an-object', '[1]'],
        ['unknown-key', unknownKey],
      ]),
    );
    expect(rejects.find(({ reason }) => reason === 'unknown-key')).toMatchObject({
      source: '/330782/police',
      id: 'bad-1',
      field: expect.stringContaining('nonsense'),
    });
  });

  it('of several files takes them in order, and nothing where one of them is not there', async () => {
    const data = newFolder();
    const [one, two] = [
      fileOf('one.ndjson', GOOD.slice(0, 10).join('\n')),
      fileOf('two.ndjson', GOOD.slice(10).join('\n')),
    ];
    expect((await duqing(['replay', one, '/nowhere', '--data', data])).code).toBe(2);
    expect(await replay([one, two], data)).toMatchObject({ received: 31, accepted: 28, superseded: 3 });
  });

  it('gives the same figures whatever the zone of the machine', async () => {
    const zones = ['America/Los_Angeles', 'UTC', 'Asia/Shanghai'];
    const found = await Promise.all(
      zones.map(async (TZ) => {
        const data = newFolder();
        await replay([GOLDEN], data, { TZ });
        return figures(data, { TZ });
      }),
    );
    expect(found[0]).toEqual(found[2]);
    expect(found[1]).toEqual(found[2]);
  });

  it('killed in the middle and run again gives the figures of one undisturbed run', { timeout: 240_000 }, async () => {
    const file = fileOf('city.ndjson', manyCases(12_000));
    const [whole, killed] = [newFolder(), newFolder()];
    await replay([file], whole);
    const { child, result } = start(['replay', file, '--data', killed]);
    await says(child, /4000 lines/);
    child.kill('SIGKILL');
    expect((await result).code).toBeNull();
    expect(await replay([file], killed)).toMatchObject({ accepted: 12_000, superseded: 0, conflict: 0, rejected: 0 });
    const cells = await filed(killed);
    expect(cells).toEqual(await filed(whole));
    expect(cells.find((cell) => (cell as CellJson).region === '330700')).toMatchObject({ value: 12_000 });
  });
});

/** Cases that differ in subject and area only. */
function manyCases(count: number): string {
  const areas = ['330702', '330703', '330723', '330726', '330727', '330781', '330782', '330783', '330784'];
  const template = JSON.parse(GOOD[0] ?? '') as { data: object };
  return Array.from({ length: count }, (_, index) => {
    const region = areas[index % areas.length];
    const subject = `${region}-2025-M${index}`;
    return JSON.stringify({
      ...template,
      id: `m-${index}`,
      source: `/${region}/police`,
      subject,
      data: { ...template.data, region },
    });
  }).join('\n');
}

it('the default folder is inside the repository and ignored by git', () => {
  expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('.duqing/');
});
