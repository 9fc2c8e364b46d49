import { CELLS } from './cells.ts';
import { COMPARATORS } from './comparators.ts';
import { COMPARISONS } from './comparisons.ts';
import { COMPOSITE } from './composite.ts';
import { CORNERS } from './corners.ts';
import { EVIDENCE } from './evidence.ts';
import { FLAGS } from './flags.ts';
import { IDENTITY } from './identity.ts';
import { PROBLEMS } from './problems.ts';
import { RETURNED } from './returned.ts';
import { ROLL_UP } from './roll-up.ts';
import { SITUATION } from './situation.ts';
import { SILENCE } from './silence.ts';
import { SUBSTANCES } from './substances.ts';
import { TIME } from './time.ts';
import { VERDICTS } from './verdicts.ts';
import { WHICH_CASES } from './cases.ts';
import type { SemanticExample } from './example.ts';

export type { SemanticExample } from './example.ts';

/** By the section of SEMANTICS that each group is about. */
export const SEMANTIC_GROUPS: Readonly<Record<string, readonly SemanticExample[]>> = {
  'which cases count': WHICH_CASES,
  'silence is not zero': SILENCE,
  cells: CELLS,
  'from counties to the city': ROLL_UP,
  'returns beside events': RETURNED,
  verdict: VERDICTS,
  'rising, falling, growth': COMPARISONS,
  'comparators of the deployment': COMPARATORS,
  evidence: EVIDENCE,
  composite: COMPOSITE,
  'situation and helpers': SITUATION,
  'flags and codes that ended': FLAGS,
  'corner cases': CORNERS,
  time: TIME,
  'versions of substances': SUBSTANCES,
  'identity and conflict': IDENTITY,
  'reported problems': PROBLEMS,
};

/** Every rule of SEMANTICS by its smallest example, for any implementation that can answer with a cell. */
export const SEMANTIC_EXAMPLES: readonly SemanticExample[] = Object.values(SEMANTIC_GROUPS).flat();
