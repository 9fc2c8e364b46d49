export { startKafka, type KafkaBroker, type KafkaOptions } from './broker.ts';
export { kafkaAvailable } from './available.ts';
export { runKafkaTool, type ToolRun } from './tool.ts';
