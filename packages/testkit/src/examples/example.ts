import { parsePeriod, quartersOf } from '@duqing/calendar';
import type { Feed } from '@duqing/events';
import type { Deployment } from '@duqing/regions';
import { attestation } from '../build/events.ts';
import type { ReferenceCell, ReferenceComposite } from '../model/model.ts';
import type { ReferenceRecord } from '../model/records.ts';
import type { SealedBulletin } from '../model/world.ts';

/** One rule of SEMANTICS with the smallest records that show it; expected values are worked out by hand. */
export interface SemanticExample {
  name: string;
  records: ReferenceRecord[];
  /** the clock, ms */
  asOf: number;
  query: { indicator: string; region: string; period: string };
  expect: Omit<Partial<ReferenceCell>, 'composite'> & { composite?: Partial<ReferenceComposite> };
  /** default: tinyDeployment */
  deployment?: Deployment;
  sealedBulletins?: SealedBulletin[];
}

export const UNITS = ['980101', '980102', '9801A1'];
export const EVERYONE = [...UNITS, '980100'];

/** Noon of a day in Shanghai. */
export function noon(day: string): number {
  return Date.parse(`${day}T12:00:00+08:00`);
}

/** Each quarter of a period attested by each of some areas. */
export function attestedBy(regions: readonly string[], period: string, feed: Feed = 'cases'): ReferenceRecord[] {
  const held = parsePeriod(period);
  if (!held) throw new RangeError(`no period: ${period}`);
  return quartersOf(held).flatMap((quarter) => regions.map((region) => attestation({ region, period: quarter, feed })));
}

export function ask(indicator: string, region: string, period: string): SemanticExample['query'] {
  return { indicator, region, period };
}
