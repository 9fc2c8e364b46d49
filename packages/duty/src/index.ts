export { act, ACT_NEEDS, readActs, type ActRequest, type ActsOptions } from './acts.ts';
export { assess, type AssessRequest } from './assess.ts';
export {
  GROUP_FROM,
  isBudgeted,
  messagesOf,
  ruleShares,
  weekCounts,
  type RuleShare,
  type WeekCount,
} from './budget.ts';
export { alertId, caseOf, ordered, type AlertCase } from './case.ts';
export { lettersOf, type LetterView } from './delivered.ts';
export { minuteOf, nextAt, spanAround, weekOf } from './hours.ts';
export { recipientName } from './recipient.ts';
export { onDuty, postName, rosterOf } from './roster.ts';
export { ActError } from './said.ts';
