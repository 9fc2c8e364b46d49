import { verdictMark, verdictWord, type Lang, type Verdict } from '@duqing/catalogue';
import { html, type Html } from './html.ts';

/** A verdict as a word, a mark and a shape of its own: it reads without colour, in print and aloud. */
export function verdictBadge(verdict: Verdict, lang: Lang): Html {
  return html`<span class="verdict v-${verdict}"
    ><span class="mark" aria-hidden="true">${verdictMark(verdict)}</span>${verdictWord(verdict, lang)}</span
  >`;
}
