import { html, type Html } from '@duqing/pages';
import type { PanelJson } from './board-json.ts';
import { drawBars } from './draw-bars.ts';
import { drawStat } from './draw-stat.ts';
import { drawTable } from './draw-table.ts';
import { drawTimes, type Marks } from './draw-times.ts';
import { lengthOf, type Frame } from './frame.ts';
import type { Linking } from './links.ts';

/** px of a board of 24 columns, and of one step of height, as Grafana has them on a wide screen */
const [COLUMN, STEP] = [56, 38];
/** px for the heading and the figures below; for links where there are any */
const [HEAD, FOOT] = [66, 28];

export interface Content {
  panel: PanelJson;
  frames: Frame[];
  marks: Marks[];
  linking: Linking;
}

/** What a panel shows; null where its queries gave no row. A type that the boards do not use is an error. */
export function draw({ panel, frames, marks, linking }: Content): Html | null {
  const frame = frames[0];
  if (!frame || lengthOf(frame) === 0) return null;
  const drawing = {
    id: `c${panel.id}`,
    label: panel.title,
    width: panel.gridPos.w * COLUMN,
    height: panel.gridPos.h * STEP - HEAD - (hasLinks(panel) ? FOOT : 0),
  };
  switch (panel.type) {
    case 'table':
      return drawTable(frame, { panel, ...linking });
    case 'stat':
      return drawStat(frame);
    case 'barchart':
      return withRows(drawBars(frame, panel, drawing), { frame, panel, linking });
    case 'timeseries':
      return withRows(drawTimes(frame, { panel, marks }, drawing), { frame, panel, linking });
    default:
      throw new RangeError(`panel not known here: ${panel.type}`);
  }
}

/** A chart with its figures as a table below, closed: for reading exactly, and for who cannot see it. */
function withRows(drawn: Html, { frame, panel, linking }: { frame: Frame; panel: PanelJson; linking: Linking }): Html {
  const word = linking.choices['language']?.value === 'en' ? 'Figures' : '数字';
  return html`${drawn}
    <details>
      <summary>${word}</summary>
      ${drawTable(frame, { panel, ...linking })}
    </details>`;
}

function hasLinks({ fieldConfig }: PanelJson): boolean {
  return (fieldConfig?.defaults.links ?? []).length > 0;
}
