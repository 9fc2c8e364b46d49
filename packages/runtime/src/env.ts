import { z } from 'zod';

/** The environment breaks the schema; the message lists every fault by variable and never shows a value. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`environment: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/**
 * Reads a service's whole configuration. A blank variable counts as absent (so that a default holds), unknown ones are left alone.
 * Throws an EnvError with all faults at once.
 */
export function readEnv<T extends z.ZodObject>(schema: T, env: NodeJS.ProcessEnv = process.env): z.output<T> {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const text = env[name]?.trim();
    return text === undefined || text === '' ? [] : [[name, text] as const];
  });
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  throw new EnvError(result.error.issues.map((issue) => faultText(issue, env)).sort());
}

function faultText({ path, message }: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string {
  const name = String(path[0] ?? 'as a whole');
  return `${name}: ${(env[name]?.trim() ?? '') === '' && path.length > 0 ? 'missing' : message}`;
}

function whole(min: number, max: number) {
  const says = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, says)
    .transform(Number)
    .refine((value) => value >= min && value <= max, says);
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

/** Fields of an environment schema: each reads text and says what it wants without repeating what it got. */
export const envField = {
  text: () => z.string(),
  /** inclusive bounds */
  whole,
  /** 0 = any free port */
  port: () => whole(0, 65_535),
  yesNo: () =>
    z.enum(['true', 'false', '1', '0'], 'true or false').transform((text) => text === 'true' || text === '1'),
  oneOf: <const T extends string>(values: readonly T[]) => z.enum(values, `one of ${values.join(', ')}`),
  /** an http or https address */
  url: () => z.string().refine((text) => ['http:', 'https:'].includes(protocolOf(text)), 'an http or https address'),
  /** parts between commas, blank ones left out, at least one */
  list: () =>
    z
      .string()
      .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
      .refine((parts) => parts.length > 0, 'at least one entry, separated by commas'),
} as const;
