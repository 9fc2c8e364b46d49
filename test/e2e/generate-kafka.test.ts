import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaAvailable, startKafka, type KafkaBroker } from '@duqing/infra-kafka';
import { ensureTopics, fetchWatermarks } from '@duqing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TOPICS = ['duqing.cases', 'duqing.seizures', 'duqing.intelligence', 'duqing.returns'];
const missing = kafkaAvailable();
const skipped = missing !== null && process.env['CI'] !== 'true';

function generate(...args: string[]): void {
  execFileSync(process.execPath, ['packages/simulator/src/main.ts', '--quarters', '1', ...args], {
    cwd: ROOT,
    stdio: 'pipe',
  });
}

describe.skipIf(skipped)(`the made-up city to Kafka${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let broker: KafkaBroker | undefined;
  beforeAll(async () => {
    broker = await startKafka();
    const topics = TOPICS.map((topic) => ({ topic, partitions: 4 }));
    await ensureTopics({ brokers: broker.brokers, clientId: 'duqing-test' }, topics);
  });
  afterAll(async () => broker?.stop());

  it('stands in the topics message for message as it would in a file', async () => {
    const brokers = broker?.brokers ?? [];
    const file = join(mkdtempSync(join(tmpdir(), 'duqing-generate-')), 'city.ndjson');
    generate('--out', file);
    generate('--kafka', brokers.join(','));
    const marks = await fetchWatermarks({ brokers, clientId: 'duqing-test' }, TOPICS);
    const held = marks.reduce((sum, { high, low }) => sum + Number(high - low), 0);
    expect(held).toBe(readFileSync(file, 'utf8').trimEnd().split('\n').length);
    expect(held).toBeGreaterThan(300);
  });

  it('is one or the other', () => {
    expect(() => generate('--out', 'x', '--kafka', 'localhost:1')).toThrow(/--out or --kafka/);
  });
});
