import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envField, EnvError, readEnv } from '../src/index.ts';

const schema = z.object({
  PORT: envField.port().default(8080),
  BATCH: envField.whole(1, 10_000),
  STORE: envField.url(),
  BROKERS: envField.list(),
  QUIET: envField.yesNo().default(false),
  MODE: envField.oneOf(['fast', 'safe']).default('safe'),
});
const GOOD = { BATCH: '50', STORE: 'https://store.example', BROKERS: 'a:1, b:2,' };

describe('environment', () => {
  it('is read into typed values; others’ variables are left alone', () => {
    expect(readEnv(schema, { ...GOOD, PATH: '/bin', QUIET: 'true' })).toEqual({
      PORT: 8080,
      BATCH: 50,
      STORE: 'https://store.example',
      BROKERS: ['a:1', 'b:2'],
      QUIET: true,
      MODE: 'safe',
    });
  });

  it('names every fault at once, by variable', () => {
    const error = faultsOf({ PORT: '70000', STORE: 'ftp://x', MODE: 'quick', BROKERS: ' , ' });
    expect(error.faults).toEqual([
      'BATCH: missing',
      'BROKERS: at least one entry, separated by commas',
      'MODE: one of fast, safe',
      'PORT: a whole number from 0 to 65535',
      'STORE: an http or https address',
    ]);
  });

  it('never repeats a value: it may be a secret', () => {
    expect(faultsOf({ ...GOOD, STORE: 'hunter2', BATCH: 'hunter2', MODE: 'hunter2' }).message).not.toContain('hunter2');
  });

  it.each(['', '  ', '　'])('blank %j is absent: a default holds, a needed one is missing, it is never 0', (blank) => {
    expect(readEnv(schema, { ...GOOD, PORT: blank }).PORT).toBe(8080);
    expect(faultsOf({ ...GOOD, BATCH: blank }).faults).toEqual(['BATCH: missing']);
  });

  it.each(['1e3', '0x10', '-1', '1.5', '٣', '10001', '0'])('%s is no batch size', (text) => {
    expect(faultsOf({ ...GOOD, BATCH: text }).faults).toEqual(['BATCH: a whole number from 1 to 10000']);
  });
});

function faultsOf(env: Record<string, string>): EnvError {
  try {
    readEnv(schema, env);
  } catch (error) {
    if (error instanceof EnvError) return error;
    throw error;
  }
  throw new Error('was accepted');
}
