/** What a message is for the one who looks at the run; the pipeline must find out by itself. */
export type Role = 'record' | 'correction' | 'withdrawal' | 'revival' | 'duplicate' | 'conflict' | 'bad';

/** One message as it goes to a topic. */
export interface Message {
  topic: string;
  key: string | null;
  /** JSON of a CloudEvent on one line, or what a broken sender made of it */
  value: string;
  /** ms; also in the event as `receivedtime` */
  receivedAt: number;
  role: Role;
}
