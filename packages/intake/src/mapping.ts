import { z } from 'zod';

/** A row is selected by a column that equals, is blank, or matches a pattern. */
const ruleSchema = z.strictObject({
  column: z.string(),
  equals: z.string().optional(),
  blank: z.boolean().optional(),
  matches: z.string().optional(),
});

const stepSchema = z.union([
  z.strictObject({ trim: z.literal(true) }),
  z.strictObject({ padStart: z.strictObject({ length: z.int().positive(), fill: z.string().length(1) }) }),
  z.strictObject({ slice: z.tuple([z.int(), z.int()]) }),
  /** the first group of a pattern */
  z.strictObject({ match: z.string() }),
  z.strictObject({ lookup: z.string(), otherwise: z.string().optional() }),
  /** for a blank cell */
  z.strictObject({ default: z.string() }),
  /** to a calendar day; tokens YYYY MM DD, everything else as it stands, `…` the rest of the text */
  z.strictObject({ date: z.string() }),
  /** an exact decimal, times a factor written as decimal text */
  z.strictObject({ number: z.strictObject({ times: z.string().optional() }) }),
  z.strictObject({ integer: z.literal(true) }),
]);
export type Step = z.infer<typeof stepSchema>;

/** How one value of an event is made from a row. */
export type ValueRule =
  | { const: string | number | boolean }
  | { column: string; steps?: Step[] | undefined }
  | { join: ValueRule[]; with: string }
  | { hash: string[]; length: number }
  | { fiscal: { year: ValueRule; month: ValueRule; startMonth: number } }
  | { line: true }
  | { object: Record<string, ValueRule> }
  | { list: ValueRule[] };

const valueSchema: z.ZodType<ValueRule> = z.lazy(() =>
  z.union([
    z.strictObject({ const: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ column: z.string(), steps: z.array(stepSchema).optional() }),
    z.strictObject({ join: z.array(valueSchema), with: z.string() }),
    /** SHA-256 of the named columns, the first `length` hex digits: an id that stays the same between releases */
    z.strictObject({ hash: z.array(z.string()), length: z.int().min(8).max(64) }),
    /** first day of a month of a fiscal year that begins in `startMonth` of the calendar year before (unless that is January) */
    z.strictObject({
      fiscal: z.strictObject({ year: valueSchema, month: valueSchema, startMonth: z.int().min(1).max(12) }),
    }),
    z.strictObject({ line: z.literal(true) }),
    z.strictObject({ object: z.record(z.string(), valueSchema) }),
    z.strictObject({ list: z.array(valueSchema) }),
  ]),
);

const mappingSchema = z.strictObject({
  description: z.strictObject({ zh: z.string(), en: z.string() }),
  format: z.enum(['csv', 'ndjson']).default('csv'),
  encoding: z.enum(['auto', 'utf-8', 'gb18030']).default('auto'),
  delimiter: z.string().length(1).default(','),
  lookups: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** rows left out, counted by rule */
  skip: z.array(ruleSchema).default([]),
  /** a row that is no record; `total` is compared with the exact sum of the same column over the rows above */
  footer: z.strictObject({ when: ruleSchema, total: z.string() }).optional(),
  /** columns that must agree: the weekday that a column spells with the day that a value gives */
  checks: z
    .array(
      z.strictObject({
        weekday: z.strictObject({ column: z.string(), day: valueSchema, names: z.array(z.string()).length(7) }),
      }),
    )
    .default([]),
  event: z.strictObject({
    type: z.string(),
    source: valueSchema,
    id: valueSchema,
    subject: valueSchema,
    time: valueSchema,
    data: z.record(z.string(), valueSchema),
  }),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** Reads a mapping; throws an Error that lists every fault with its path. */
export function parseMapping(input: unknown): Mapping {
  const result = mappingSchema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`mapping: ${faults.join('; ')}`);
}
