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

/** A name in both languages, written `中文|English`. */
export function pairOf(key: string, text: string): { zh: string; en: string } {
  const [zh = '', en = '', ...more] = text.split('|').map((part) => part.trim());
  if (zh === '' || en === '' || more.length > 0)
    refuse('set', `${key}: 应写作 中文|English`, `${key}: not written 中文|English`);
  return { zh, en };
}
