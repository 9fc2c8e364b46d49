import type { Lang } from '@duqing/catalogue';
import type { Block } from './types.ts';

/** More rows than any city has areas. */
const MOST = 500;

/** Tables no longer than can be read: what is over it is given as a number, and stands in the files of figures. */
export function bounded(blocks: readonly Block[], lang: Lang): Block[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'table' || block.rows.length <= MOST) return [block];
    const rest = block.rows.length - MOST;
    const text =
      lang === 'zh'
        ? `上表其余 ${rest} 行见数据文件。`
        : `The other ${rest} rows of this table are in the files of figures.`;
    return [
      { ...block, rows: block.rows.slice(0, MOST) },
      { kind: 'paragraph', text },
    ];
  });
}
