/** What is said to people, in both languages. */
export interface Text {
  zh: string;
  en: string;
}

/** Why a reject cannot be mended this way; the message is for the one who tries. */
export class MendError extends Error {
  override readonly name = 'MendError';
  readonly text: Text;

  constructor(text: Text) {
    super(`${text.zh} · ${text.en}`);
    this.text = text;
  }
}
