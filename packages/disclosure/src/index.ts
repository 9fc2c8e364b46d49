export { contradicts, rounded } from './rounded.ts';
export { DEFAULT_RULE, type DisclosureRule, type Rounding } from './rule.ts';
export { isGuarded, leftOut, type LeftOut } from './subjects.ts';
export { withhold, type EarlierFigure, type Publication } from './withhold.ts';
