/** Uids of rules that were generated once and are no more; a uid that goes from the rules is put here. */
export const REMOVED_RULES: string[] = [];
