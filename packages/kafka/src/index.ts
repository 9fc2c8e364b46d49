export type { KafkaConfig, KafkaLog } from './config.ts';
export type { PartitionReport } from './partitions.ts';
export type { PassedOver, ReaderConfig, ReaderHealth } from './reader.ts';
export { KafkaBatchServer } from './server.ts';
export { createKafkaPublisher, type PublisherConfig } from './publisher.ts';
export { ensureTopics, type TopicSpec } from './topics.ts';
export { fetchWatermarks, type Watermark } from './watermarks.ts';
