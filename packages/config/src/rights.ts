import type { Access, Principal } from '@duqing/access';
import type { Proposal } from './core/state.ts';
import { refuse } from './core/words.ts';

/** Who acts, where its token lets it for the whole city: a configuration has no smaller area. */
export function permitted(
  access: Access,
  by: Principal | null,
  action: 'propose-configuration' | 'approve-configuration',
): Principal {
  if (by === null || by.tokenId === '')
    return refuse('post', '需要令牌（DUQING_TOKEN）', 'a token is needed (DUQING_TOKEN)');
  if (access.allowsEverywhere(by, action)) return by;
  return refuse('post', '该岗位无权处理配置', 'this post has no right to deal with the configuration');
}

/** Another post than the one that proposed, with another token. */
export function secondPost(access: Access, by: Principal | null, { post, tokenId }: Proposal): Principal {
  const second = permitted(access, by, 'approve-configuration');
  if (second.post !== post && second.tokenId !== tokenId) return second;
  return refuse('post', '须由提出者以外的另一岗位复核', 'another post than the one that proposed it must approve');
}
