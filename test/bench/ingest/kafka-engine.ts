import type { Store } from '@duqing/warehouse';
import { CASES } from './events.ts';

const COLUMNS = 'id String, source String, type String, subject String, time String, data String';

/** ClickHouse's own way from Kafka: a Kafka table and a materialized view into a plain table, `data` as its JSON. */
export async function startKafkaEngine(store: Store, broker: string): Promise<void> {
  await store.command(`CREATE TABLE plain (${COLUMNS}) ENGINE = MergeTree ORDER BY (type, subject)`);
  await store.command(`CREATE TABLE queue (${COLUMNS}) ENGINE = Kafka SETTINGS kafka_broker_list = '${broker}',
  kafka_topic_list = '${CASES}', kafka_group_name = 'kafka-engine', kafka_format = 'JSONEachRow', kafka_num_consumers = 2,
  kafka_thread_per_consumer = 1, kafka_flush_interval_ms = 500, kafka_max_block_size = 131072, input_format_skip_unknown_fields = 1,
  input_format_json_read_objects_as_strings = 1`);
  await store.command('CREATE MATERIALIZED VIEW into_plain TO plain AS SELECT * FROM queue');
}
