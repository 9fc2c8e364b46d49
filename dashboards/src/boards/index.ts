import type { Board } from './board.ts';
import { enforcement, intelligence, itSolving, seizures } from './facts.ts';
import { governance, precursors, prevention, treatment } from './groups.ts';
import { indicator } from './indicator.ts';
import { overview } from './overview.ts';
import { pipeline, quality } from './quality.ts';

/** Every board, in the order of the menu. */
export const BOARDS: Board[] = [
  overview,
  indicator,
  itSolving,
  enforcement,
  seizures,
  intelligence,
  treatment,
  precursors,
  prevention,
  governance,
  quality,
  pipeline,
];
