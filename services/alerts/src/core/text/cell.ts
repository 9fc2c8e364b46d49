import type { Cell } from '@duqing/catalogue';
import type { Text } from '../types.ts';
import { targetText, valueText } from './format.ts';

const EVIDENCE: Record<'strong' | 'weak', Text> = {
  strong: { zh: '证据：充分', en: 'evidence: strong' },
  weak: { zh: '证据：不充分', en: 'evidence: weak' },
};

/** Value against target, distance and evidence of a cell; no closing stop. */
export function figuresText(cell: Cell): Text {
  const value = valueText(cell);
  const target = targetText(cell);
  const evidence = cell.evidence === null ? undefined : EVIDENCE[cell.evidence];
  const parts: (Text | undefined)[] = [
    { zh: `现值${value.zh}，目标${target.zh}`, en: `now ${value.en}, target ${target.en}` },
    cell.distance?.text,
    evidence,
    cell.note,
  ];
  const kept = parts.filter((part): part is Text => part !== undefined && part.zh !== '' && part.en !== '');
  return { zh: kept.map(({ zh }) => zh).join('；'), en: kept.map(({ en }) => en).join('; ') };
}
