import { expandVariables, type Choices } from '../plugin/expand.ts';
import type { Ask } from './ask.ts';
import type { BoardJson, PanelJson } from './board-json.ts';
import type { Drawn } from './board-page.ts';
import { draw } from './draw.ts';
import type { Marks } from './draw-times.ts';
import { withConfig } from './field.ts';
import { frameOf } from './frame.ts';
import { linksOf, type Linking } from './links.ts';
import { transformed } from './transform.ts';

/** A board's rows and panels in their order, each panel drawn from what its queries give. */
export async function drawnParts(
  { panels }: BoardJson,
  given: { ask: Ask; marks: Marks[]; linking: Linking },
): Promise<(Drawn | { title: string })[]> {
  const parts: (Drawn | { title: string })[] = [];
  for (const panel of panels) {
    const title = expandVariables(panel.title, given.linking.choices);
    if (panel.type === 'row') parts.push({ title });
    else parts.push(await drawnPanel({ ...panel, title }, given));
  }
  return parts;
}

async function drawnPanel(
  panel: PanelJson,
  { ask, marks, linking }: { ask: Ask; marks: Marks[]; linking: Linking },
): Promise<Drawn> {
  const answers = [];
  for (const { refId, rawSql } of panel.targets ?? []) answers.push(frameOf(refId, await ask(rawSql, linking.choices)));
  const frames = transformed(answers, panel.transformations).map((frame) => withConfig(frame, panel));
  const described = { ...panel, description: expandVariables(panel.description ?? '', linking.choices) };
  return {
    panel: described,
    content: draw({ panel: described, frames, marks, linking }),
    links: boardLinks(panel, linking),
  };
}

/** Links of a panel whose figures share them all; those of single rows stand in the rows. */
function boardLinks({ fieldConfig }: PanelJson, linking: Linking): Drawn['links'] {
  const shared = (fieldConfig?.defaults.links ?? []).filter(({ url }) => !url.includes('${__data'));
  return linksOf(shared, { ...linking, frame: { refId: '', fields: [] }, row: 0 });
}

/** What a board marks on its time axis. */
export async function marksOf(
  { annotations }: BoardJson,
  { ask, choices }: { ask: Ask; choices: Choices },
): Promise<Marks[]> {
  const all: Marks[] = [];
  for (const annotation of annotations.list) {
    const { fields } = frameOf('Anno', await ask(annotation.target.rawSql, choices));
    const [time, text] = ['time', 'text'].map((name) => fields.find((field) => field.name === name));
    const moments = (time?.values ?? []).map((at, index) => ({ at: Number(at), text: String(text?.values[index]) }));
    all.push({ annotation, moments });
  }
  return all;
}
