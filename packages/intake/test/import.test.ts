import { describe, expect, it } from 'vitest';
import { importFile, parseMapping, type ImportResult, type Mapping } from '../src/index.ts';

const MAPPING = {
  description: { zh: '测试', en: 'test' },
  lookups: { unit: { 克: 'g', 千克: 'kg' }, drug: { 海洛因: 'heroin', 氯胺酮: 'ketamine' } },
  footer: { when: { column: '日期', equals: '合计' }, total: '数量' },
  event: {
    type: 'duqing.seizure.recorded.v1',
    source: { const: '/990102/police' },
    id: { hash: ['日期', '毒品'], length: 16 },
    subject: { hash: ['日期', '毒品'], length: 16 },
    time: { const: '2026-05-01T00:00:00+08:00' },
    data: {
      region: { const: '990102' },
      seizedAt: { column: '日期', steps: [{ date: 'YYYY-MM-DD' }] },
      items: {
        list: [
          {
            object: {
              substance: { column: '毒品', steps: [{ trim: true }, { lookup: 'drug' }] },
              quantity: {
                object: {
                  value: { column: '数量', steps: [{ number: {} }] },
                  unit: { column: '单位', steps: [{ lookup: 'unit' }] },
                },
              },
            },
          },
        ],
      },
    },
  },
};
const HEAD = '日期,毒品,数量,单位,备注';

function run(bytes: Uint8Array | string, change: Partial<Mapping> = {}): ImportResult {
  const mapping = { ...parseMapping(MAPPING), ...change };
  return importFile({ mapping, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, revision: 1 });
}

interface Event {
  id: string;
  data: { seizedAt: string; items: { substance: string; quantity: { value: number; unit: string } }[] };
}

function quantities({ events }: ImportResult): string[] {
  return events.map(({ text }) => {
    const [item] = (JSON.parse(text) as Event).data.items;
    return `${item?.substance} ${item?.quantity.value} ${item?.quantity.unit}`;
  });
}

const ROWS = ['2026-04-01,海洛因,1,克,a', '2026-04-02,氯胺酮,2,克,b', '2026-04-03,海洛因,3,千克,c'];

function fiscalDay(month: string): string {
  const mapping = structuredClone(MAPPING) as unknown as { event: { data: { seizedAt: unknown } } };
  mapping.event.data.seizedAt = { fiscal: { year: { const: '2026' }, month: { column: '备注' }, startMonth: 10 } };
  const { events } = run([HEAD, `2026-04-01,海洛因,1,克,${month}`].join('\n'), { ...parseMapping(mapping) });
  return (JSON.parse(events[0]?.text ?? '{}') as Event).data.seizedAt;
}

describe('file intake', () => {
  it('P20: plain, BOM, BOM with CRLF and a remark with a line break give the same records', () => {
    const plain = [HEAD, ...ROWS].join('\n');
    const broken = [HEAD, '2026-04-01,海洛因,1,克,"a\nb"', ...ROWS.slice(1)].join('\r\n');
    const all = [plain, `\ufeff${plain}`, `\ufeff${plain.replaceAll('\n', '\r\n')}`, broken].map((text) => run(text));
    for (const result of all) {
      expect(result.faults).toEqual([]);
      expect(quantities(result)).toEqual(['heroin 1 g', 'ketamine 2 g', 'heroin 3 kg']);
    }
    expect(new Set(all.map(({ events }) => events.map(({ subject }) => subject).join())).size).toBe(1);
  });

  it('reads GB18030 without being told, and refuses UTF-16 by name', () => {
    // 日期,毒品,数量,单位,备注 / 2026-04-01,海洛因,1,克, in GB18030
    const gb = Buffer.from(
      'c8d5c6da2cb6bec6b72ccafdc1bf2cb5a5cebb2cb1b8d7a20a323032362d30342d30312cbaa3c2e5d2f22c312cbfcb2c',
      'hex',
    );
    expect(quantities(run(gb))).toEqual(['heroin 1 g']);
    expect(() => run(Buffer.from(`\ufeff${HEAD}`, 'utf16le'))).toThrow(/UTF-16/);
  });

  it('leaves the footer out of the records and says by how much it differs from their sum', () => {
    const result = run([HEAD, ...ROWS, '合计,,5.5,,'].join('\n'));
    expect(result.events).toHaveLength(3);
    expect(result.footer).toEqual({ line: 5, total: '5.5', sum: '6', difference: '-0.5' });
  });

  it.each(['', ' ', '　'])('P18: a blank quantity (%j) is absent from the event, never 0', (blank) => {
    const [event] = run([HEAD, `2026-04-01,海洛因,${blank},克,`].join('\n'), { footer: undefined }).events;
    expect(event?.text).not.toContain('"value"');
  });

  it('keeps every digit of a decimal, E-notation and a factor included', () => {
    const mapping = structuredClone(MAPPING);
    mapping.event.data.items.list[0]!.object.quantity.object.value.steps = [
      { number: { times: '0.45359237' } } as never,
    ];
    const { events } = run([HEAD, '2026-04-01,海洛因,2.20462262e-05,克,'].join('\n'), {
      ...parseMapping(mapping),
      footer: undefined,
    });
    expect(events[0]?.text).toContain('"value":0.000009999999991');
  });

  it('names line, column and reason of every row that cannot be read, and takes none of them in silence', () => {
    const { events, faults } = run(
      [HEAD, '2026-02-30,海洛因,1,克,', '2026-04-01,砒霜,1,克,', '2026-04-01,海洛因,许多,克,', ROWS[0]].join('\n'),
    );
    expect(events).toHaveLength(1);
    expect(faults.map(({ line, column }) => ({ line, column }))).toEqual([
      { line: 2, column: '日期' },
      { line: 3, column: '毒品' },
      { line: 4, column: '数量' },
    ]);
    expect(faults[0]?.reason.zh).toContain('2026-02-30');
  });

  it('finds a weekday that contradicts the date', () => {
    const names = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];
    const day = { column: '日期', steps: [{ date: 'YYYY-MM-DD' }] };
    const checks = [{ weekday: { column: '备注', day, names } }];
    expect(run([HEAD, '2026-04-01,海洛因,1,克,星期三'].join('\n'), { checks }).faults).toEqual([]);
    const { faults } = run([HEAD, '2026-04-01,海洛因,1,克,星期四'].join('\n'), { checks });
    expect(faults).toEqual([
      {
        line: 2,
        column: '备注',
        reason: { zh: '2026-04-01 应为 星期三,写作 星期四', en: '2026-04-01 is 星期三, the file says 星期四' },
      },
    ]);
  });

  it('counts what a skip rule leaves out', () => {
    const { events, skipped } = run([HEAD, ...ROWS].join('\n'), { skip: [{ column: '备注', matches: '^[ab]$' }] });
    expect([events.length, skipped]).toEqual([1, [2]]);
  });

  it('gives the months of a fiscal year to their calendar year', () => {
    expect(['10', '12', '1', '9'].map(fiscalDay)).toEqual(['2025-10-01', '2025-12-01', '2026-01-01', '2026-09-01']);
  });

  it('lists every fault of a mapping at once', () => {
    const faulty = { ...MAPPING, delimiter: ';;', event: { ...MAPPING.event, id: { nonsense: 1 } } };
    expect(() => parseMapping(faulty)).toThrow(/delimiter.*event\.id/);
  });
});
