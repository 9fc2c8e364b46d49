import { recordedVersions, type ConfigurationPart, type ConfigurationStepRow } from '@duqing/warehouse';

/** `overtaken`: another version of the part was recorded since, so what it was compared with no longer holds. */
export type ProposalState = 'open' | 'overtaken' | 'approved' | 'rejected';

/** A proposed version with what became of it. */
export interface Proposal {
  id: string;
  part: ConfigurationPart;
  validFrom: string;
  source: string;
  reason: string;
  value: unknown;
  /** id of the version that was recorded last when it was proposed; '' = installed */
  base: string;
  post: string;
  tokenId: string;
  /** ms */
  at: number;
  state: ProposalState;
  end: { post: string; at: number; reason: string } | null;
}

/** Every proposal, oldest first. */
export function proposalsOf(steps: readonly ConfigurationStepRow[]): Proposal[] {
  const proposed = steps.filter(({ step }) => step === 'proposed');
  return [...new Map(proposed.map((row) => [row.proposal_id, row])).values()].map((row) => proposalOf(row, steps));
}

function proposalOf(row: ConfigurationStepRow, steps: readonly ConfigurationStepRow[]): Proposal {
  const {
    proposal_id: id,
    part,
    valid_from: validFrom,
    source,
    reason,
    value,
    base,
    post,
    token_id: tokenId,
    at,
  } = row;
  const end = steps.find((one) => one.proposal_id === id && one.step !== 'proposed');
  const isOvertaken = lastRecorded(steps, part) !== base;
  return {
    id,
    part,
    validFrom,
    source,
    reason,
    value: JSON.parse(value) as unknown,
    base,
    post,
    tokenId,
    at,
    state: end ? (end.step === 'approved' ? 'approved' : 'rejected') : isOvertaken ? 'overtaken' : 'open',
    end: end ? { post: end.post, at: end.at, reason: end.reason } : null,
  };
}

/** Id of the version of a part that was recorded last; '' where there is none but the installed. */
export function lastRecorded(steps: readonly ConfigurationStepRow[], part: ConfigurationPart): string {
  return recordedVersions(steps).findLast((one) => one.part === part)?.id ?? '';
}
