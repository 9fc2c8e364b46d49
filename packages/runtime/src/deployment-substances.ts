import type { Deployment } from '@duqing/regions';
import { tableFaults } from '@duqing/substances';
import { z } from 'zod';

const text = z.string().trim().min(1).max(80);

/** substances.json of a deployment: the whole table. */
export const substancesShape = z
  .array(
    z.strictObject({
      code: z.string().min(1),
      name: z.strictObject({ zh: text, en: text }),
      synonyms: z.array(text),
      dimensions: z.array(z.enum(['mass', 'volume', 'tablets', 'plants'])).min(1),
      baseline: z.boolean(),
      threshold: z.strictObject({ grams: z.string().min(1), source: z.string().min(1) }).nullable(),
    }),
  )
  .min(1);

export function substanceFaults({ substances = [] }: Pick<Deployment, 'substances'>): string[] {
  return substances.flatMap(({ value }, index) =>
    tableFaults(value).map(({ code, en }) => `substances.json ${index}.value.${code}: ${en}`),
  );
}
