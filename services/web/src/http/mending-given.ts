import type { Action, Principal } from '@duqing/access';
import { changesOf, createMending, sentText, type Change, type Mending, type RejectCase } from '@duqing/mending';
import { shownChanges } from '../core/mending.ts';
import { fieldOf, type Desk } from '../desk/desk.ts';
import type { Answer, Asked, Route } from './answer.ts';
import type { Scene } from './scene.ts';

/** What handlers of rejects have: somebody who is signed in, and what may be done. */
export interface MendingGiven {
  scene: Scene;
  desk: Desk;
  by: Principal;
  mending: Mending;
  asked: Asked;
  lang: 'zh' | 'en';
}

interface MendingRoute {
  path: string;
  method: 'GET' | 'POST';
  needs: Action;
  handle: (given: MendingGiven) => Promise<Answer>;
}

/** A route whose handler is given the mending of this desk. */
export function withMending(scene: Scene, { handle, ...route }: MendingRoute): Route {
  return {
    ...route,
    face: 'page',
    handle: async (asked) => {
      const { desk, deployment, clock } = scene;
      if (desk === null || asked.principal === null) throw new Error('a route with needs was called without a desk');
      const { store, access } = desk;
      const mending = createMending({ store, access, deployment, clock });
      const lang = route.method === 'GET' ? asked.query['lang'] : fieldOf(asked.form, 'lang');
      return handle({ scene, desk, by: asked.principal, mending, asked, lang: lang === 'en' ? 'en' : 'zh' });
    },
  };
}

export function common({ scene, lang }: MendingGiven): { lang: 'zh' | 'en'; place: string; simulated: boolean } {
  const { deployment } = scene;
  return { lang, place: deployment.name[lang], simulated: deployment.simulated };
}

/** What a proposal or a trial changes, as the post may see it; null where there is none, or it cannot be told. */
export function changesFor({ row }: RejectCase, { after, all }: { after: string; all: boolean }): Change[] | null {
  const before = sentText(row);
  if (after === '' || before === null) return null;
  const changes = changesOf(before, after);
  return changes && shownChanges(changes, { row, all });
}
