/** A pino logger fits; so does anything with these three methods. */
export interface KafkaLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface KafkaConfig {
  /** `host:port`, at least one */
  brokers: string[];
  /** how the broker's own log names us */
  clientId: string;
  log?: KafkaLog;
}

export const silent: KafkaLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
