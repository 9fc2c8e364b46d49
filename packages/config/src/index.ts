export { compareAlerts } from './backtests.ts';
export { createConfiguring, type Configuring, type Request, type Shown } from './configuring.ts';
export { catalogueTarget, flatOf, wholeTarget, type Difference } from './core/flat.ts';
export type { Proposal, ProposalState } from './core/state.ts';
export { ConfigError } from './core/words.ts';
