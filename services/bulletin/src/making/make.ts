import { INDICATORS } from '@duqing/catalogue';
import { forAudience, type Disclosing } from '../core/audience.ts';
import { makeBundle, type Bundle, type Making } from '../core/bundle.ts';
import { makeNotice, type NoticeInput } from '../core/desk/notice.ts';
import type { BulletinInput } from '../core/types.ts';
import { saidOf } from '../published.ts';
import { signedFiles } from '../sign.ts';
import { writeBundle } from '../write.ts';

/** What is to be made, as plain data: it can be handed to another thread. The catalogue is the one of the code that makes it. */
export interface Order {
  of:
    | { kind: 'edition'; gathered: Omit<BulletinInput, 'catalogue'>; disclosing: Disclosing }
    | { kind: 'notice'; notice: Omit<NoticeInput, 'said'> & { said: Omit<BulletinInput, 'catalogue'> } };
  making: Making;
  /** where it is written; absent = nowhere: what it would be is all that is asked for */
  out?: Out;
}

interface Out {
  /** folder: absent, empty, or holding these very files */
  path: string;
  /** the first signs of the bundle's id are added to the folder's name */
  isNamedById?: true;
  /** PEM of the ed25519 private key that signs the manifest */
  signKey?: string;
  /** id that the bundle must have: another is not written */
  onlyAs?: string;
}

export interface Made {
  /** SHA-256 of the manifest */
  id: string;
  /** folder that it was written to, or lies in; '' where it was not to be written */
  path: string;
  /** names of its files, whether written or not */
  files: string[];
  /** written anew; false where it was there already, or was not to be written */
  isNew: boolean;
  /** JSON of what an edition's row keeps of its figures; '[]' of a notice */
  said: string;
}

/** Who makes bundles: this thread, or another one. */
export type Maker = (order: Order) => Promise<Made>;

/** Makes it here and now. Rejects where something is refused or a check does not hold; nothing is written then. */
export async function makeHere({ of, making, out }: Order): Promise<Made> {
  const { bundle, said } = await madeOf(of, making);
  const { id } = bundle;
  if (out === undefined || (out.onlyAs ?? id) !== id)
    return { id, path: '', files: [...bundle.files.keys()], isNew: false, said };
  const files = signedFiles(bundle.files, out.signKey);
  const path = out.isNamedById ? `${out.path}-${id.slice(0, 12)}` : out.path;
  return { id, path, files: [...files.keys()], isNew: await writeBundle(path, files), said };
}

async function madeOf(of: Order['of'], making: Making): Promise<{ bundle: Bundle; said: string }> {
  switch (of.kind) {
    case 'edition': {
      const gathered = { ...of.gathered, catalogue: INDICATORS };
      const input = forAudience(gathered, of.disclosing);
      return { bundle: await makeBundle(input, making), said: JSON.stringify(saidOf(input, gathered)) };
    }
    case 'notice': {
      const said = { ...of.notice.said, catalogue: INDICATORS };
      return { bundle: await makeNotice({ ...of.notice, said }, making), said: '[]' };
    }
  }
}
