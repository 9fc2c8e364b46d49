import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { redact, redactText } from './redact.ts';

export type Logger = PinoLogger;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface LoggerOptions {
  /** the service's name, on every line */
  name: string;
  level?: (typeof LOG_LEVELS)[number];
  /** default stderr, written at once, so that nothing is lost at a crash and stdout stays for results */
  destination?: DestinationStream;
}

/** One JSON object a line. Secrets are hidden and what looks like personal data is masked in fields, errors and the message. */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  const logger = pino(
    {
      name,
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (value: unknown) => value },
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (bindings) => redact(bindings) as Record<string, unknown>,
        log: (fields) => redact(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, cleaned(args) as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
  return cleanChildren(logger);
}

/** Pino formats only the first logger's bindings; children are made from its prototype, so this holds for theirs too. */
function cleanChildren(logger: Logger): Logger {
  const { child, setBindings } = logger;
  const clean = {
    child(this: Logger, bindings: object, options?: object) {
      return child.call(this, redact(bindings) as object, options);
    },
    setBindings(this: Logger, bindings: object) {
      setBindings.call(this, redact(bindings) as object);
    },
  };
  return Object.assign(logger, clean as Pick<Logger, 'child' | 'setBindings'>);
}

/** An error alone gets its message said too; what goes into the message is masked here, fields by the formatter. */
function cleaned([first, ...rest]: unknown[]): unknown[] {
  if (first instanceof Error) return [{ err: first }, ...(rest.length > 0 ? rest : [first.message]).map(inMessage)];
  return [typeof first === 'string' ? redactText(first) : first, ...rest.map(inMessage)];
}

function inMessage(value: unknown): unknown {
  return redact(value);
}
