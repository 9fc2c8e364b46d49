/** What is said to people, in both languages. */
interface Text {
  zh: string;
  en: string;
}

/** One thing that keeps a proposal from being taken: which field, and why. */
export interface Fault {
  field: string;
  reason: Text;
}

/** A proposal, an approval or a rejection that cannot be: every fault at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ field, reason: { zh, en } }) => `${field}: ${zh} · ${en}`).join('\n'));
    this.faults = faults;
  }
}

export function fault(field: string, zh: string, en: string): Fault {
  return { field, reason: { zh, en } };
}

export function refuse(field: string, zh: string, en: string): never {
  throw new ConfigError([fault(field, zh, en)]);
}
