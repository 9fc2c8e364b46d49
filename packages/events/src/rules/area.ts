import type { Day } from '@duqing/calendar';
import type { RegionTable } from '@duqing/regions';
import type { ValidationContext } from '../context.ts';
import type { Milestone } from '../days.ts';
import type { Fault } from '../fault.ts';
import type { Flag, Withdrawn } from '../types.ts';

export interface Sent {
  source: string;
  region: string;
  milestones: Milestone[];
}

/** The region is in use on every occurred day, itself or through its successors, and within the sender's area. */
export function areaFault(
  { source, region, milestones }: Sent,
  { regions, codePattern }: ValidationContext,
): Fault | null {
  if (!codePattern.test(region)) return { code: 'unknown-region', field: 'data.region' };
  const area = areaOf(source);
  let isInside = regions.isWithin(region, area);
  for (const { day } of milestones) {
    const placement = regions.place(region, day);
    if (placement.kind === 'unknown') return unknownOn(day);
    if (placement.kind === 'placed') isInside ||= regions.isWithin(placement.area, area);
  }
  return isInside ? null : outside(region);
}

function unknownOn(day: Day): Fault {
  const right = { zh: `区划表中在 ${day} 有效的代码`, en: `a code of the area table that is valid on ${day}` };
  return { code: 'unknown-region', field: 'data.region', right };
}

/** A withdrawal's data names no region; a return's is in its subject, of others the sender must at least be an area of the table. */
export function withdrawalFault({ family, source, subject }: Withdrawn, regions: RegionTable): Fault | null {
  const area = areaOf(source);
  const [named = ''] = subject.split('/');
  const region = family === 'return' ? named : area;
  return regions.isWithin(region, area) ? null : outside(region);
}

function outside(region: string): Fault {
  const right = {
    zh: `source 以 ${region} 或其上级的区划代码开头`,
    en: `source begins with ${region} or an area above it`,
  };
  return { code: 'source-outside-area', field: 'source', right };
}

export function areaFlags({ region, milestones }: Sent, regions: RegionTable): Flag[] {
  const codes = milestones.flatMap(({ day }): Flag['code'][] => {
    const placement = regions.place(region, day);
    if (placement.kind === 'unplaced') return ['region-unplaced'];
    return placement.kind === 'placed' && placement.successorUsed ? ['region-ended'] : [];
  });
  return [...new Set(codes)].map((code) => ({ code, field: 'data.region' }));
}

/** Of a source that its schema let through. */
function areaOf(source: string): string {
  return source.split('/', 2)[1] ?? '';
}
