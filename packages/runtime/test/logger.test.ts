import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from '../src/index.ts';

/** An ID number, a mobile number and a card number of the right form; nobody's. */
const PERSONAL = ['110105199002280010', '11010519900228001X', '13800138000', '4111111111111111'];

function logged(use: (logger: Logger) => void): string {
  const lines: string[] = [];
  use(createLogger({ name: 'test', level: 'trace', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

describe('logger', () => {
  it('writes one JSON object a line with name, level in words and time', () => {
    const line = JSON.parse(logged((log) => log.info({ rows: 3 }, 'written'))) as Record<string, unknown>;
    expect(line).toMatchObject({ name: 'test', level: 'info', rows: 3, msg: 'written' });
    expect(line['time']).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  });

  it.each([
    'password',
    'apiKey',
    'authorization',
    'accessToken',
    'DUQING_CLICKHOUSE_PASSWORD',
    'clientSecret',
    'set-cookie',
  ])('%s is hidden at any depth and in child loggers', (key) => {
    const text = logged((log) => {
      log.child({ [key]: 'hunter2' }).info('x');
      log.info({ a: { b: [{ [key]: { c: 'hunter2' } }] } }, 'x');
    });
    expect(text).toContain('***');
    expect(text).not.toContain('hunter2');
  });

  it('credentials inside texts go: addresses, bearer headers, queries, also in an error’s cause', () => {
    const text = logged((log) => {
      log.info('at https://user:hunter2@store.example/ with Bearer hunter2hunter2');
      log.error(new Error('failed', { cause: new Error('https://user:hunter2@x/?token=hunter2') }));
      log.warn({ url: 'https://x/?password=hunter2&a=1' }, 'slow: %s', 'https://u:hunter2@x');
    });
    expect(text).not.toContain('hunter2');
    expect(text).toContain('store.example');
    expect(text).toContain('a=1');
  });

  it.each(PERSONAL)('%s is masked in message, field, key, number, error and argument', (personal) => {
    const number = Number(personal);
    const text = logged((log) => {
      log.info(`case of ${personal}`);
      log.info({ note: personal, deep: [{ [personal]: 1 }] }, 'x');
      if (Number.isSafeInteger(number)) log.info({ number }, 'x');
      log.error(new Error(`row ${personal}`));
      log.error({ err: new Error(`row ${personal}`) }, 'with %s', personal);
    });
    expect(text).not.toContain(personal);
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('what is no personal data stays: offsets, moments, region codes, bytes by their length', () => {
    const text = logged((log) =>
      log.info(
        { offset: '12345678', at: new Date(0), region: '990102', value: Buffer.from('abc'), ms: 1_767_196_800_000 },
        'x',
      ),
    );
    expect(JSON.parse(text)).toMatchObject({
      offset: '12345678',
      at: '1970-01-01T00:00:00.000Z',
      region: '990102',
      value: '[3 bytes]',
      ms: 1_767_196_800_000,
    });
  });

  it('an error keeps its type, message, code and stack; a circle does not break the line', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const text = logged((log) => log.error({ err: Object.assign(new TypeError('no'), { code: 'E1' }), circle }, 'x'));
    expect(JSON.parse(text)).toMatchObject({ err: { type: 'TypeError', message: 'no', code: 'E1' } });
  });
});
