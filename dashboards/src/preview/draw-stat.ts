import { html, type Html } from '@duqing/pages';
import { isHidden, shown } from './field.ts';
import type { Field, Frame } from './frame.ts';

/** Single figures: the last value of each column that is not null, in the colour of its threshold. */
export function drawStat(frame: Frame): Html {
  const figures = frame.fields.filter((field) => !isHidden(field)).map(figureOf);
  return html`<ul class="stat">
    ${figures}
  </ul>`;
}

function figureOf(field: Field): Html {
  const { text, color } = shown(field.values.findLast((value) => value !== null) ?? null, field);
  return html`<li style="color:${color ?? 'inherit'}">${text}</li>`;
}
