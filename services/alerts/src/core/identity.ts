import { createHash } from 'node:crypto';
import type { AlertKind, State } from './types.ts';

export function cellKey({ indicator, region, period }: { indicator: string; region: string; period: string }): string {
  return `${indicator}/${region}/${period}`;
}

export function alertKey(kind: AlertKind, ...parts: string[]): string {
  return [kind, ...parts].join('/');
}

export interface TransitionIdentity {
  kind: string;
  key: string;
  episode: number;
  to: State;
  /** 1 for the first entry into the state within the episode */
  entry: number;
  /** number of the recall; null where it is none */
  recall: number | null;
}

/** SHA-256 hex over what makes a transition that one and no other: the same whenever and wherever it is decided. */
export function transitionId({ kind, key, episode, to, entry, recall }: TransitionIdentity): string {
  const parts = [kind, key, episode, to, ...(entry > 1 ? [entry] : []), ...(recall === null ? [] : ['recall', recall])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
