import { z } from 'zod';

type Parts = { type: string } & Partial<{ shape: Record<string, z.ZodType>; innerType: z.ZodType; element: z.ZodType }>;

/**
 * The same schema compiled, with the fields of every object in canonical order, so that what it lets through is canonical text when
 * written as JSON. What it refuses is for the schema itself to explain: there the first fault is of the first field declared.
 */
export function accepting<T extends z.ZodType>(schema: T): T {
  return z.compile(inKeyOrder(schema));
}

/** The same schema with the fields of every object sorted by name. */
export function inKeyOrder<T extends z.ZodType>(schema: T): T {
  const def = schema.def as Parts;
  if (def.shape) {
    const fields = Object.entries(def.shape).sort(([a], [b]) => (a < b ? -1 : 1));
    return rebuilt(schema, { shape: Object.fromEntries(fields.map(([key, field]) => [key, inKeyOrder(field)])) });
  }
  if (def.innerType) return rebuilt(schema, { innerType: inKeyOrder(def.innerType) });
  return def.element ? rebuilt(schema, { element: inKeyOrder(def.element) }) : schema;
}

function rebuilt<T extends z.ZodType>(schema: T, change: Partial<Parts>): T {
  return schema.clone({ ...schema.def, ...change } as T['def']);
}
