import kafkajs from 'kafkajs';

/** kafkajs is CommonJS of a shape whose exports Node cannot name in an import: its values come through here, its types directly. */
export const { CompressionCodecs, CompressionTypes, ConfigResourceTypes, Kafka, logLevel, Partitioners } = kafkajs;
