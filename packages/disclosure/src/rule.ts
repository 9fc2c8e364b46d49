/** What a deployment sets of what the public may see. */
export interface DisclosureRule {
  /** counts from 1 to one below it are withheld, and what they could be worked out from; 0 is shown */
  threshold: number;
  /** what is shown is rounded too: to the nearest multiple, or so that areas still add up; null = as it is */
  rounding: Rounding | null;
}

export interface Rounding {
  base: 3 | 5;
  method: 'conventional' | 'controlled';
}

export const DEFAULT_RULE: DisclosureRule = { threshold: 3, rounding: null };
