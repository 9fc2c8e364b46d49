import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { isDay } from '@duqing/calendar';
import type { Deployment } from '@duqing/regions';
import { z } from 'zod';

const ROOT = new URL('../../../deployments/', import.meta.url).pathname;

const day = z.string().refine(isDay, 'not a calendar day');
const names = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const moment = z.iso.datetime({ offset: true });

function versions<T extends z.ZodType>(value: T): z.ZodArray<z.ZodObject> {
  return z
    .array(z.strictObject({ validFrom: day, recordedAt: moment.nullable(), source: z.string().min(1), value }))
    .min(1);
}

const region = z.strictObject({
  code: z.string().min(1),
  name: names,
  parent: z.string().nullable(),
  level: z.enum(['province', 'city', 'county', 'zone']),
  role: z.enum(['monitored', 'reference', 'historical']),
  validFrom: day,
  validTo: day.nullable(),
  successors: z.array(z.string()),
  source: z.string().min(1),
});

/** Each file of a deployment's folder with what it must hold. */
const FILES = {
  deployment: z.strictObject({
    id: z.string().min(1),
    name: names,
    city: z.string().min(1),
    simulated: z.boolean(),
    codePattern: z.string().min(1),
  }),
  regions: versions(z.array(region).min(1)),
  calendar: versions(
    z.strictObject({
      creation: z.strictObject({ from: day, to: day }),
      returnsDueDays: z.int().min(0),
      provisionalDays: z.int().min(0),
      source: z.string().min(1),
    }),
  ),
  methods: versions(z.strictObject({ itSupported: z.array(z.string()) })),
  categories: versions(
    z.strictObject({
      drugCrime: z.array(z.string()),
      administrative: z.array(z.string()),
      userCaused: z.array(z.string()),
    }),
  ),
  targets: versions(
    z.strictObject({
      limits: z.array(z.strictObject({ indicator: z.string(), level: z.enum(['county', 'city']), limit: z.number() })),
      notConcerned: z.array(z.strictObject({ indicator: z.string(), region: z.string(), reason: names })),
    }),
  ),
} as const;

/**
 * Reads a deployment by its id (a folder of `deployments/`) or from a folder given by path. Throws an Error that lists every fault
 * of every file, with file and path.
 */
export async function loadDeployment(idOrFolder: string): Promise<Deployment> {
  const folder = /[/\\.]/.test(idOrFolder) || isAbsolute(idOrFolder) ? resolve(idOrFolder) : join(ROOT, idOrFolder);
  const faults: string[] = [];
  const read = Object.entries(FILES).map(
    async ([name, schema]) => [name, await readPart(folder, { name, schema, faults })] as const,
  );
  const { deployment, ...parts } = Object.fromEntries(await Promise.all(read));
  if (faults.length > 0) throw new Error(`deployment ${idOrFolder}: ${faults.sort().join('; ')}`);
  return { ...(deployment as object), ...parts } as unknown as Deployment;
}

async function readPart(
  folder: string,
  { name, schema, faults }: { name: string; schema: z.ZodType; faults: string[] },
): Promise<unknown> {
  const file = `${name}.json`;
  try {
    const result = schema.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    if (result.success) return result.data;
    faults.push(...result.error.issues.map(({ path, message }) => `${file} ${path.join('.')}: ${message}`));
  } catch (error) {
    faults.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}
