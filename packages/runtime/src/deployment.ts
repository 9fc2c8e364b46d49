import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDay } from '@duqing/calendar';
import type { Deployment, Version } from '@duqing/regions';
import { z } from 'zod';
import { lawFaults } from './deployment-laws.ts';
import { substanceFaults, substancesShape } from './deployment-substances.ts';
import { rosterFaults, rosterShape } from './deployment-roster.ts';

const ROOT = fileURLToPath(new URL('../../../deployments/', import.meta.url));

const day = z.string().refine(isDay, 'not a calendar day');
const names = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

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

/** Files that a deployment may do without. */
const OPTIONAL = new Set(['substances', 'roster', 'letterhead', 'disclosure']);

/** Each file of a deployment's folder with what it must hold. */
const FILES = {
  deployment: z.strictObject({
    id: z.string().min(1),
    name: names,
    city: z.string().min(1),
    simulated: z.boolean(),
    codePattern: z.string().min(1).refine(isPattern, 'not a regular expression'),
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
      comparators: z
        .array(
          z.strictObject({
            indicator: z.string(),
            level: z.enum(['county', 'city']),
            comparator: z.enum(['<', '<=', '>', '>=', 'rising', 'not-falling', 'falling', 'not-rising']),
          }),
        )
        .optional(),
      notConcerned: z.array(z.strictObject({ indicator: z.string(), region: z.string(), reason: names })),
      returnsAuthoritative: z.array(z.strictObject({ indicator: z.string(), reason: names })).optional(),
    }),
  ),
  substances: versions(substancesShape),
  roster: versions(rosterShape),
  disclosure: versions(
    z.strictObject({
      threshold: z.int().min(2).max(20),
      rounding: z
        .strictObject({
          base: z.union([z.literal(3), z.literal(5)]),
          method: z.enum(['conventional', 'controlled']),
        })
        .nullable(),
    }),
  ),
  letterhead: versions(z.strictObject({ issuer: names, number: names, addressee: names })),
} as const;

/**
 * Reads a deployment by its id (a folder of `deployments/`) or from a folder given by path. Throws an Error that lists every fault
 * of every file, with file and path; the laws across files are judged once each file is well formed.
 */
export async function loadDeployment(idOrFolder: string): Promise<Deployment> {
  const isPath = /[/\\.]/.test(idOrFolder) || isAbsolute(idOrFolder);
  const folder = isPath ? resolve(idOrFolder) : join(ROOT, idOrFolder);
  const parts = await Promise.all(Object.entries(FILES).map(async ([name, schema]) => readPart(folder, name, schema)));
  const faults = parts.flatMap((part) => part.faults);
  if (faults.length > 0) throw new DeploymentError(idOrFolder, faults);
  const held = parts.filter(({ value }) => value !== undefined);
  const { deployment, ...rest } = Object.fromEntries(held.map(({ name, value }) => [name, value]));
  const whole = { ...(deployment as object), ...rest } as unknown as Deployment;
  const broken = [...lawFaults(whole), ...substanceFaults(whole), ...rosterFaults(whole)];
  if (broken.length > 0) throw new DeploymentError(idOrFolder, broken);
  return whole;
}

/** Every fault of one version of a part, each with its path, then of the deployment that has it too; empty = sound. */
export function versionFaults(
  deployment: Deployment,
  { part, version }: { part: Exclude<keyof typeof FILES, 'deployment'>; version: Version<unknown> },
): string[] {
  const { id: _, ...written } = version;
  const shape = FILES[part].safeParse([written]);
  const issues = shape.error?.issues ?? [];
  if (issues.length > 0) return issues.map(({ path, message }) => `${part} ${place(path.slice(1))}: ${message}`);
  const whole = { ...deployment, [part]: [version] };
  return [...lawFaults(whole), ...rosterFaults(whole)].map((text) => text.replace(/^(\w+)\.json 0\./, '$1 '));
}

class DeploymentError extends Error {
  override readonly name = 'DeploymentError';

  constructor(id: string, faults: readonly string[]) {
    super(`deployment ${id}: ${[...faults].sort().join('; ')}`);
  }
}

interface Part {
  name: string;
  value: unknown;
  faults: string[];
}

async function readPart(folder: string, name: string, schema: z.ZodType): Promise<Part> {
  const file = `${name}.json`;
  try {
    const result = schema.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    const issues = result.error?.issues ?? [];
    return {
      name,
      value: result.data,
      faults: issues.map(({ path, message }) => `${file} ${place(path)}: ${message}`),
    };
  } catch (error) {
    if (OPTIONAL.has(name) && (error as NodeJS.ErrnoException).code === 'ENOENT')
      return { name, value: undefined, faults: [] };
    return { name, value: undefined, faults: [`${file}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function place(path: PropertyKey[]): string {
  return path.length === 0 ? '(whole)' : path.join('.');
}
