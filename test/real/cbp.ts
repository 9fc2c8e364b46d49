import { join } from 'node:path';
import { cellsOf, FIXTURES, importHistory, parts, pounds, type Imported, type Way } from './duqing.ts';

export const CBP = { mapping: join(FIXTURES, 'cbp/mapping.json'), deployment: join(FIXTURES, 'cbp/deployment') };

/** Our code of each drug that the files name and that is one substance. */
const CODES = {
  Cocaine: 'cocaine',
  Fentanyl: 'fentanyl',
  Heroin: 'heroin',
  Marijuana: 'cannabis-herb',
  Methamphetamine: 'methamphetamine',
  Ecstasy: 'mdma',
  Ketamine: 'ketamine',
} as const;
export type Drug = keyof typeof CODES;

/** `count/pounds` of each drug of a quarter, as the files' readme writes them. */
export async function totals(way: Way, period: string): Promise<Partial<Record<Drug, string>>> {
  const cells = await cellsOf(way, { region: 'US', period });
  const of = (id: string): Record<string, number> => parts(cells.find(({ indicator }) => indicator === id));
  const [counts, masses] = [of('seizure-count'), of('seized-mass')];
  const held = Object.entries(CODES).filter(([, code]) => code in counts);
  return Object.fromEntries(held.map(([drug, code]) => [drug, `${counts[code]} / ${pounds(masses[code])}`]));
}

export async function importRelease(
  way: Way,
  { file, revision }: { file: string; revision: number },
): Promise<Imported> {
  return importHistory(way, { file, revision, mapping: CBP.mapping });
}
