import type { Access, Principal } from '@duqing/access';
import type { Cell } from '@duqing/catalogue';
import type { FoundAlert } from '@duqing/outlook';
import type { Publisher } from '@duqing/runtime';
import type { Store } from '@duqing/warehouse';
import type { Editions } from './editions.ts';

/** What posts that have signed in work with; without it pages can only be read. */
export interface Desk {
  access: Access;
  store: Store;
  /** how events are sent; null = nothing can be sent from here */
  publisher: Publisher | null;
  /** what alerts some cells would give now, for back-tests; absent = they are not compared */
  alertsFound?: () => Promise<(cells: readonly Cell[]) => FoundAlert[]>;
  /** the bulletins' desk as one post has it; absent where nobody makes bulletins */
  editions?: (post: { principal: Principal; token: string }) => Editions;
}

/** What was posted with a form: every field may come more than once, a file once per field. */
export interface Form {
  fields: Readonly<Record<string, readonly string[]>>;
  files: Readonly<Record<string, FormFile>>;
}

export interface FormFile {
  name: string;
  bytes: Uint8Array;
}

export const NO_FORM: Form = { fields: {}, files: {} };

/** The field's first value without blanks around it; '' where it was not sent. */
export function fieldOf(form: Form, name: string): string {
  return form.fields[name]?.[0]?.trim() ?? '';
}

/** What a request shows of who sends it. */
interface Shown {
  cookies: Readonly<Record<string, string | undefined>>;
  authorization: string | undefined;
}

/** A post, with the token that it showed or signed in with. */
interface Recognised {
  principal: Principal;
  token: string;
}

/** The post whose session cookie or bearer token was shown, while that token is good; null for anyone else. */
export type Recognise = (shown: Shown) => Promise<Recognised | null>;
