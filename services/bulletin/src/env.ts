import { envField } from '@duqing/runtime';
import { z } from 'zod';

/** Everything that the service is told from outside. */
export const bulletinEnv = z.object({
  DUQING_CLICKHOUSE_URL: envField.url(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** health and metrics; 0 = any free port */
  DUQING_HTTP_PORT: envField.port().default(0),
  /** where pages that run as a process of their own ask the desk, on loopback; 0 = any free one, absent = nowhere */
  DUQING_BULLETIN_DESK_PORT: envField.port().optional(),
  /** folder in which the bundles' own folders are made */
  DUQING_BULLETINS_DIR: envField.text().default('bulletins'),
  /** languages of an edition, by comma */
  DUQING_BULLETIN_LANGS: envField
    .list()
    .pipe(z.array(z.enum(['zh', 'en'])).min(1))
    .default(['zh']),
  /** `reviewed`: issued once two posts have reviewed and sealed it; `automatic`: by the calendar alone */
  DUQING_BULLETIN_RELEASE: z.enum(['reviewed', 'automatic']).default('reviewed'),
  /** for whom, by comma: internal, public, county:CODE */
  DUQING_BULLETIN_AUDIENCES: envField
    .list()
    .pipe(z.array(z.string().regex(/^(?:internal|public|county:[0-9A-Z]{6})$/)).min(1))
    .default(['internal']),
  /** which code runs, such as a commit's id: stands in the manifest */
  DUQING_REVISION: envField.text().default('unknown'),
  /** file of the ed25519 private key (PEM) that signs editions; absent = not signed */
  DUQING_BULLETIN_SIGN_KEY: envField.text().optional(),
  /** calendar tick */
  DUQING_BULLETIN_TICK_SECONDS: envField.whole(1, 86_400).default(900),
});
