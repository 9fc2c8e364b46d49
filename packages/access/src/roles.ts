export const ROLES = ['viewer', 'analyst', 'intelligence', 'reviewer', 'engineer', 'source'] as const;
export type Role = (typeof ROLES)[number];

/** What may be asked for; what a role may do holds for its token's area and all below. */
export type Action =
  | 'read'
  /** the records behind a figure */
  | 'explain'
  /** the same where they concern fewer than three persons */
  | 'explain-few'
  | 'see-intelligence-ids'
  | 'send-events'
  | 'see-rejects'
  /** propose what is to become of a reject */
  | 'mend-rejects'
  /** agree to what another post proposed */
  | 'approve-mending'
  /** draft a bulletin, fill in what a writer adds */
  | 'write-bulletin'
  /** agree to what another post drafted, or send it back */
  | 'review-bulletin'
  | 'seal-bulletin'
  /** say that an alert was seen, comment on it */
  | 'acknowledge-alerts'
  /** assign an alert with a due day, close it with its outcome */
  | 'direct-alerts'
  /** confirm, dismiss or pass on a signal of early warning */
  | 'assess-signals'
  /** say something of a cell, take it back */
  | 'write-notes'
  /** propose a version of the configuration, for the whole city */
  | 'propose-configuration'
  /** agree to what another post proposed, or refuse it */
  | 'approve-configuration'
  | 'manage-tokens'
  | 'see-audit';

/** SEMANTICS "Sensitive things": ids of intelligence for one role only; figures of few persons for named roles. */
const MAY: Record<Role, readonly Action[]> = {
  viewer: ['read'],
  analyst: [
    'read',
    'explain',
    'explain-few',
    'see-rejects',
    'mend-rejects',
    'write-bulletin',
    'review-bulletin',
    'acknowledge-alerts',
    'direct-alerts',
    'write-notes',
    'propose-configuration',
    'assess-signals',
  ],
  intelligence: ['read', 'explain', 'explain-few', 'see-intelligence-ids', 'acknowledge-alerts', 'write-notes'],
  reviewer: [
    'read',
    'explain',
    'explain-few',
    'see-rejects',
    'mend-rejects',
    'approve-mending',
    'write-bulletin',
    'review-bulletin',
    'seal-bulletin',
    'acknowledge-alerts',
    'direct-alerts',
    'write-notes',
    'propose-configuration',
    'approve-configuration',
    'assess-signals',
    'see-audit',
  ],
  engineer: [
    'read',
    'explain',
    'see-rejects',
    'mend-rejects',
    'approve-mending',
    'acknowledge-alerts',
    'direct-alerts',
    'propose-configuration',
    'manage-tokens',
    'see-audit',
  ],
  source: ['send-events', 'see-rejects', 'mend-rejects'],
};

export function roleMay(role: Role, action: Action): boolean {
  return MAY[role].includes(action);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
