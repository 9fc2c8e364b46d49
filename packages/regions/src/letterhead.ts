interface Said {
  zh: string;
  en: string;
}

/** What stands around the body of an official document. */
export interface Letterhead {
  /** the office that issues it */
  issuer: Said;
  /** document number; `{year}` is filled in, the running number is the registry's */
  number: Said;
  addressee: Said;
}
