import { areaOf, type Access, type Principal } from '@duqing/access';
import type { RejectStepRow } from '@duqing/warehouse';
import type { RejectCase } from './core/state.ts';
import { MendError } from './core/words.ts';

/** Whether a post sees a reject: of its area, a sending unit only its own; one whose sender cannot be read is the whole city's. */
export function maySee(access: Access, by: Principal, { row }: Pick<RejectCase, 'row'>): boolean {
  return maySeeSource(access, by, row.source);
}

/** The same of what a sender sent. */
export function maySeeSource(access: Access, by: Principal, source: string): boolean {
  return covers(access, { source, by, action: 'see-rejects' });
}

function covers(
  access: Access,
  { source, by, action }: { source: string; by: Principal; action: 'see-rejects' | 'mend-rejects' | 'approve-mending' },
): boolean {
  const area = areaOf(source);
  const isOwn = by.source === null || by.source === source;
  return isOwn && (area === '' ? access.allowsEverywhere(by, action) : access.allows(by, action, area));
}

/** Who acts, where its token lets it. Whose reject cannot be read is the whole city's; a sending unit mends its own only. */
export function permitted(
  access: Access,
  { one, by, action }: { one: RejectCase; by: Principal | null; action: 'mend-rejects' | 'approve-mending' },
): Principal {
  if (by === null || by.tokenId === '')
    throw new MendError({ zh: '需要令牌（DUQING_TOKEN）', en: 'a token is needed (DUQING_TOKEN)' });
  if (covers(access, { source: one.row.source, by, action })) return by;
  throw new MendError({ zh: '该岗位无权处理此退件', en: 'this post has no right to deal with this reject' });
}

/** Another post than the one that proposed, with another token. */
export function secondPerson(
  access: Access,
  { one, by, proposal }: { one: RejectCase; by: Principal | null; proposal: RejectStepRow },
): Principal {
  const second = permitted(access, { one, by, action: 'approve-mending' });
  if (second.post !== proposal.post && second.tokenId !== proposal.token_id) return second;
  throw new MendError({
    zh: '须由提出者以外的另一岗位复核',
    en: 'another post than the one that proposed it must approve',
  });
}
