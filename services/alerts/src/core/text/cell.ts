import { evidenceWord, type Cell, type Evidence } from '@duqing/catalogue';
import type { Text } from '../types.ts';
import { targetText, valueText } from './format.ts';

/** Value against target, distance and evidence of a cell; no closing stop. */
export function figuresText(cell: Cell): Text {
  const value = valueText(cell);
  const target = targetText(cell);
  const evidence = cell.evidence === null ? undefined : evidenceText(cell.evidence);
  const parts: (Text | undefined)[] = [
    { zh: `现值${value.zh}，目标${target.zh}`, en: `now ${value.en}, target ${target.en}` },
    cell.distance?.text,
    evidence,
    cell.note,
  ];
  const kept = parts.filter((part): part is Text => part !== undefined && part.zh !== '' && part.en !== '');
  return { zh: kept.map(({ zh }) => zh).join('；'), en: kept.map(({ en }) => en).join('; ') };
}

function evidenceText(evidence: Evidence): Text {
  return { zh: evidenceWord(evidence, 'zh'), en: evidenceWord(evidence, 'en') };
}
