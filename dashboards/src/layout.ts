import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';

const COLUMNS = 24;

/** Places in lines from the left: one that does not fit begins the next line, below the highest of this one. */
export function placed<T extends { gridPos?: GridPos }>(panels: readonly T[]): T[] {
  let [x, y, height] = [0, 0, 0];
  return panels.map((panel) => {
    const { w = COLUMNS, h = 1 } = panel.gridPos ?? {};
    if (x + w > COLUMNS) [x, y, height] = [0, y + height, 0];
    const gridPos = { x, y, w, h };
    [x, height] = [x + w, Math.max(height, h)];
    return { ...panel, gridPos };
  });
}
