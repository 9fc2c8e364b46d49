import { writeFile } from 'node:fs/promises';
import { alertmanagerConfig } from '../src/alertmanager/config.ts';

/** Writes the committed configuration anew. */
const file = new URL('../../../infra/alertmanager/alertmanager.yml', import.meta.url);
await writeFile(file, alertmanagerConfig({ webhook: 'http://127.0.0.1:9095/alertmanager' }));
