import type { Lang } from '@duqing/catalogue';
import { FOLDER } from '../rules/shapes.ts';
import { DATASOURCE } from '../target.ts';

/** The read-only user; its password comes from Grafana's environment, never from the file. */
export function datasourceFile(): object {
  return {
    apiVersion: 1,
    deleteDatasources: [],
    datasources: [
      {
        orgId: 1,
        name: 'duqing',
        uid: DATASOURCE.uid,
        type: DATASOURCE.type,
        access: 'proxy',
        editable: false,
        isDefault: true,
        jsonData: {
          host: '$DUQING_CLICKHOUSE_HOST',
          port: '$DUQING_CLICKHOUSE_PORT',
          protocol: 'http',
          secure: false,
          username: 'duqing_boards',
          defaultDatabase: 'default',
          dialTimeout: '10',
          queryTimeout: '30',
          validateSql: false,
        },
        secureJsonData: { password: '$DUQING_BOARDS_PASSWORD' },
      },
    ],
  };
}

function provider(lang: Lang): object {
  return {
    orgId: 1,
    name: `duqing-${lang}`,
    folder: FOLDER.title[lang],
    folderUid: `${FOLDER.uid}-${lang}`,
    type: 'file',
    disableDeletion: false,
    allowUiUpdates: false,
    updateIntervalSeconds: 60,
    options: { path: `/var/lib/grafana/duqing/${lang}` },
  };
}

/** Where Grafana finds the boards; both languages, one folder each. */
export function boardsFile(): object {
  return { apiVersion: 1, providers: [provider('zh'), provider('en')] };
}
