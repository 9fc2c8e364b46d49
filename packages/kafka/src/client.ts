import type { LogEntry, RetryOptions, Kafka as KafkaClient } from 'kafkajs';
import { registerCodecs } from './codecs/index.ts';
import { silent, type KafkaConfig, type KafkaLog } from './config.ts';
import { mendKafkajs } from './mends.ts';
import { Kafka, logLevel } from './kafkajs.ts';

/** About six seconds in all; whoever waits longer has its own back-off around it. Explicit, for the defaults depend on NODE_ENV. */
const retry: RetryOptions = { initialRetryTime: 100, multiplier: 2, factor: 0.2, maxRetryTime: 2000, retries: 6 };

/** The only way to a kafkajs client here: codecs registered, known faults mended, its log in ours. */
export function createClient({ brokers, clientId, log = silent }: KafkaConfig): KafkaClient {
  registerCodecs();
  mendKafkajs();
  return new Kafka({
    brokers,
    clientId,
    retry,
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => forward(log, entry),
  });
}

/** kafkajs calls an error what it then mends by itself (a lost connection): a warning here, our own errors say what stays broken. */
function forward(log: KafkaLog, { level, namespace, log: { message, ...fields } }: LogEntry): void {
  if (expected.has(message)) return;
  if (level === logLevel.INFO) log.info({ kafkajs: namespace, ...fields }, message);
  else log.warn({ kafkajs: namespace, ...fields }, message);
}

/** The publisher replaces its producer after every failure, which is what this message warns about. */
const expected = new Set(['Limiting retries for the idempotent producer may invalidate EoS guarantees']);
