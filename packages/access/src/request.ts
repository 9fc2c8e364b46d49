import { findPersonalData } from '@duqing/events';
import type { RegionTable } from '@duqing/regions';
import { isRole, ROLES, type Role } from './roles.ts';

/** What a token is asked for with. */
export interface TokenRequest {
  /** a post, never a person: 2 to 40 letters, digits and . _ - */
  post: string;
  role: string;
  area: string;
  /** CloudEvents source that a sending unit's token is bound to; role source only */
  source?: string;
  /** days until it ends, default 365 */
  days?: number;
}

/** A request that cannot be granted; the message names each field and what is wrong with it. */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError';
}

const DEFAULT_DAYS = 365;
const MOST_DAYS = 1_100;
const POST = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u;

/** The request as it will be stored; throws a TokenRequestError that lists every fault. */
export function checkedRequest(
  { post, role, area, source = '', days = DEFAULT_DAYS }: TokenRequest,
  regions: RegionTable,
): { post: string; role: Role; area: string; source: string; days: number } {
  const faults = [
    POST.test(post) && findPersonalData(post).length === 0 ? [] : ['post: a post’s name of 2 to 40 letters and digits'],
    isRole(role) ? [] : [`role: one of ${ROLES.join(', ')}, not ${role}`],
    regions.get(area) ? [] : [`area: ${area} is no code of the area table`],
    source === '' || (role === 'source' && isWithin(source, { area, regions }))
      ? []
      : ['source: only with role source, and within its area, such as /990102/police'],
    Number.isInteger(days) && days >= 1 && days <= MOST_DAYS ? [] : [`days: a whole number from 1 to ${MOST_DAYS}`],
  ].flat();
  if (faults.length > 0 || !isRole(role)) throw new TokenRequestError(faults.join('; '));
  return { post, role, area, source, days };
}

function isWithin(source: string, { area, regions }: { area: string; regions: RegionTable }): boolean {
  return /^\/[0-9A-Z]{1,12}(\/[A-Za-z0-9._-]{1,40}){0,5}$/.test(source) && regions.isWithin(areaOf(source), area);
}

/** The area that a CloudEvents source begins with; '' where it has none. */
export function areaOf(source: string): string {
  return /^\/([0-9A-Z]{1,12})(?:\/|$)/.exec(source)?.[1] ?? '';
}
