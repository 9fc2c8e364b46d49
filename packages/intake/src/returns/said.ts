/** What is said to those who fill in sheets, in both languages. */
export interface Said {
  zh: string;
  en: string;
}

/** A file that is no sheet that could be read at all; the message is for the one who sent it. */
export class SheetError extends Error {
  override readonly name = 'SheetError';
  readonly said: Said;

  constructor(said: Said, options?: ErrorOptions) {
    super(said.en, options);
    this.said = said;
  }
}
