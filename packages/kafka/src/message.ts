import type { RawMessage } from '@duqing/events';
import type { IHeaders, KafkaMessage } from 'kafkajs';

const none: RawMessage['headers'] = Object.freeze({});

/** `appendedAt` is the broker's time where the topic has LogAppendTime, which `ensureTopics` sees to. */
export function toRawMessage(topic: string, partition: number, message: KafkaMessage): RawMessage {
  const { offset, key, value, headers, timestamp } = message;
  return {
    topic,
    partition,
    offset,
    key,
    value,
    headers: headers === undefined ? none : toBytes(headers),
    appendedAt: Number(timestamp),
  };
}

function toBytes(headers: IHeaders): RawMessage['headers'] {
  const names = Object.keys(headers);
  return names.length === 0 ? none : Object.fromEntries(names.map((name) => [name, lastOf(headers[name])]));
}

/** Of a header sent several times the last one counts, as for Java's `lastHeader`. */
function lastOf(value: IHeaders[string]): Uint8Array | undefined {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? Buffer.from(last) : last;
}
