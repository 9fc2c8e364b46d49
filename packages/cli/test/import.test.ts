import { describe, expect, it } from 'vitest';
import type { CellJson } from './support/cells.ts';
import { duqing, fileOf, json, newFolder, replay } from './support/duqing.ts';

/** A made-up register: trafficking and manufacturing cases of 330782. */
const MAPPING = fileOf(
  'mapping.json',
  JSON.stringify({
    description: { zh: '虚构台账', en: 'made-up register' },
    lookups: { category: { 贩卖: 'trafficking', 制造: 'manufacturing' } },
    event: {
      type: 'duqing.case.recorded.v1',
      source: { const: '/330782/register' },
      id: { join: [{ const: 'reg' }, { column: '编号' }], with: '-' },
      subject: { join: [{ const: '330782-reg' }, { column: '编号' }], with: '-' },
      time: { const: '2026-07-01T09:00:00+08:00' },
      data: {
        region: { const: '330782' },
        category: { column: '类别', steps: [{ lookup: 'category' }] },
        filedAt: { column: '立案日期', steps: [{ date: 'YYYY-MM-DD' }] },
        preControlled: { const: true },
      },
    },
  }),
);
const ROWS = '编号,类别,立案日期\n1,贩卖,2026-04-02\n2,制造,2026-04-03\n';

async function take(file: string, data: string, ...more: string[]): Promise<Record<string, number>> {
  const { code, stdout, stderr } = await duqing(['import', file, '--mapping', MAPPING, '--data', data, ...more]);
  if (code !== 0) throw new Error(`import: exit ${code}\n${stderr}`);
  return JSON.parse(stdout) as Record<string, number>;
}

async function zero(data: string): Promise<CellJson | undefined> {
  const which = ['--indicator', 'zero-manufacturing', '--region', '330782', '--period', '2026Q2'];
  return (await json<CellJson[]>(['indicators', ...which, '--data', data]))[0];
}

const alerts = async (data: string): Promise<{ kind: string; region: string }[]> => json(['alerts', '--data', data]);

describe('import', () => {
  it('counts what a file of others says, and alerts for it: one manufacturing case', async () => {
    const data = newFolder();
    expect(await take(fileOf('register.csv', ROWS), data)).toMatchObject({ received: 2, accepted: 2 });
    expect(await zero(data)).toMatchObject({
      value: 1,
      verdict: 'missed',
      flags: expect.not.arrayContaining(['backfilled']),
    });
    expect((await alerts(data)).filter(({ kind }) => kind === 'zero-occurrence')).toHaveLength(1);
  });

  it('with --history marks it backfilled and raises no alert, then or when live events come in beside it', async () => {
    const data = newFolder();
    await take(fileOf('register.csv', ROWS), data, '--history');
    expect(await zero(data)).toMatchObject({
      value: 1,
      verdict: 'missed',
      flags: expect.arrayContaining(['backfilled']),
    });
    expect(await alerts(data)).toEqual([]);
    await replay([fileOf('live.ndjson', LIVE)], data);
    expect((await alerts(data)).filter(({ kind }) => kind === 'zero-occurrence')).toEqual([]);
  });

  it('of the same file twice changes nothing; a second revision replaces the first', async () => {
    const data = newFolder();
    const file = fileOf('register.csv', ROWS);
    await take(file, data, '--history');
    expect(await take(file, data, '--history')).toMatchObject({ received: 4, accepted: 2, duplicate: 2 });
    const revised = fileOf('register.csv', ROWS.replace('制造', '贩卖'));
    expect(await take(revised, data, '--history', '--revision', '2')).toMatchObject({
      received: 6,
      accepted: 2,
      superseded: 2,
      duplicate: 2,
    });
    expect(await zero(data)).toMatchObject({ numerator: null, value: null, reason: 'feed-unattested' });
  });

  it('reads GB18030 without being told', async () => {
    // 编号,类别,立案日期 / 1,贩卖,2026-04-02 in GB18030
    const bytes = Buffer.from('b1e0bac52cc0e0b1f02cc1a2b0b8c8d5c6da0a312cb7b7c2f42c323032362d30342d30320a', 'hex');
    expect(await take(fileOf('register.csv', bytes), newFolder())).toMatchObject({ received: 1, accepted: 1 });
  });

  it('takes nothing of a file with a row that cannot be read: 1, each fault by line and column', async () => {
    const file = fileOf('register.csv', `${ROWS}3,走私,2026-02-30\n4,贩卖,2026-02-30\n`);
    const data = newFolder();
    const { code, stdout, stderr } = await duqing(['import', file, '--mapping', MAPPING, '--data', data]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/line 4, 类别: .*走私/);
    expect(stderr).toMatch(/line 5, 立案日期: .*2026-02-30/);
    expect(stderr).toContain('2 rows cannot be read; nothing was imported');
    expect(await json(['rejects', '--data', data])).toEqual([]);
  });
});

const LIVE = JSON.stringify({
  specversion: '1.0',
  id: 'live-1',
  source: '/330782/police',
  type: 'duqing.case.recorded.v1',
  subject: '330782-2026-L1',
  time: '2026-07-02T09:00:00+08:00',
  data: { revision: 1, region: '330782', category: 'trafficking', filedAt: '2026-05-02' },
});
