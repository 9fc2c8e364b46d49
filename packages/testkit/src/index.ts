export {
  changedSubstances,
  comparingOtherwise,
  realDeployment,
  tinyDeployment,
  withReturnsStanding,
} from './build/deployment.ts';
export {
  attestation,
  caseEvent,
  intelligenceEvent,
  returnEvent,
  seizureEvent,
  withdrawal,
  type Envelope,
} from './build/events.ts';
export { asMessages, cut, type TopicMessage } from './build/messages.ts';
export {
  referenceModel,
  type ExplainedEvent,
  type ReferenceCell,
  type ReferenceComposite,
  type ReferenceCompleteness,
  type ReferenceModel,
} from './model/model.ts';
export type { ReferenceRecord } from './model/records.ts';
export type { ReferenceInput, SealedBulletin } from './model/world.ts';
export { SEMANTIC_EXAMPLES, SEMANTIC_GROUPS, type SemanticExample } from './examples/index.ts';
export { arbitraryClock } from './arbitrary/days.ts';
export { arbitraryCuts, arbitraryHistory, arbitraryOrder } from './arbitrary/history.ts';
