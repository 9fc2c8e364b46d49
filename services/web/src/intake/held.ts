import { FEED, type Figures, type HeldRow } from '@duqing/intake';
import type { Store } from '@duqing/warehouse';

interface Revised {
  family: 'return' | 'attestation';
  subject: string;
  revision: number;
  source: string;
}

interface ReturnHeld {
  subject: string;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  flag: boolean | null;
  nil: boolean;
}

interface AttestedHeld {
  subject: string;
  through: string;
  count: number | null;
}

/** Every revision ever sent of some areas, the highest of each: a withdrawn one counts on. */
const REVISIONS = `SELECT family, subject, max(revision) AS revision, argMax(source, rank) AS source FROM ledger
WHERE family IN ('return', 'attestation') AND substring(subject, 1, position(subject, '/') - 1) IN {regions:Array(String)}
GROUP BY family, subject`;

const RETURNS = `SELECT subject, numerator, denominator, value, flag, nil FROM facts_return FINAL WHERE region IN {regions:Array(String)}`;

const ATTESTED = `SELECT subject, through, count FROM facts_attestation FINAL WHERE region IN {regions:Array(String)}`;

/** All returns and attestations that are held of some areas, withdrawn ones too. */
export async function heldRows(store: Store, regions: readonly string[]): Promise<HeldRow[]> {
  if (regions.length === 0) return [];
  const revised = await store.query<Revised>(REVISIONS, { regions });
  const returns = new Map((await store.query<ReturnHeld>(RETURNS, { regions })).map((one) => [one.subject, one]));
  const attested = new Map((await store.query<AttestedHeld>(ATTESTED, { regions })).map((one) => [one.subject, one]));
  return revised.flatMap(({ family, subject, revision, source }) => {
    const [region, measure, period, ...rest] = subject.split('/');
    if (region === undefined || measure === undefined || period === undefined || rest.length > 0) return [];
    const isFeed = family === 'attestation';
    const figures = isFeed ? attestedFigures(attested.get(subject)) : returnFigures(returns.get(subject));
    return [
      { region, measure: isFeed ? `${FEED}${measure}` : measure, period, revision: Number(revision), source, figures },
    ];
  });
}

function returnFigures(held: ReturnHeld | undefined): Figures | null {
  if (held === undefined) return null;
  if (held.nil) return { nil: true };
  const { numerator, denominator, value, flag } = held;
  const said = flag ?? value;
  return {
    ...(numerator !== null && { numerator }),
    ...(denominator !== null && { denominator }),
    ...(said !== null && { value: said }),
  };
}

function attestedFigures(held: AttestedHeld | undefined): Figures | null {
  if (held === undefined) return null;
  const { through, count } = held;
  return { through, ...(count !== null && { count: Number(count) }) };
}
