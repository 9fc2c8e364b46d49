import { html } from '@duqing/pages';
import { layout, say, type Layout } from './layout.ts';

/** Said where a page needs what this server was not given. */
export function noStorePage(given: Pick<Layout, 'lang' | 'path' | 'place' | 'simulated' | 'heading'>): string {
  const body = html`<p class="empty">
    ${say(given.lang)('此处只有数值，没有接入本页所需的数据。', 'Only figures can be read here: what this page needs is not at hand.')}
  </p>`;
  return layout({ ...given, body });
}
