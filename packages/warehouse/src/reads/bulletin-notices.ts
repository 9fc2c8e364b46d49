import type { BulletinNoticeRow } from '../schema-bulletin.ts';
import type { Store } from '../store/store.ts';

/** Correction notices that were issued, of all editions, in their order. */
export async function bulletinNotices(store: Store): Promise<BulletinNoticeRow[]> {
  return store.query('SELECT * FROM bulletin_notices FINAL ORDER BY document, number, bundle_id');
}
