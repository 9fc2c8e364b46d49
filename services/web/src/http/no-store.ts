import { langField, readQuery } from '../core/query.ts';
import { noStorePage } from '../pages/no-store-page.ts';
import { markup, type Route } from './answer.ts';
import type { Scene } from './scene.ts';

/** A page of the navigation on a server that only reads figures. */
export function noStoreRoute(
  { deployment }: Scene,
  { path, ...heading }: { path: string; zh: string; en: string },
): Route {
  return {
    path,
    face: 'page',
    handle: ({ query }) => {
      const { lang = 'zh' } = readQuery(query, { lang: langField });
      const common = { lang, place: deployment.name[lang], simulated: deployment.simulated };
      return markup(noStorePage({ ...common, path, heading: heading[lang] }));
    },
  };
}
