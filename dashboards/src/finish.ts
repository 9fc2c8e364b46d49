import type { Lang } from '@duqing/catalogue';
import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotationsOf } from './annotations.ts';
import type { Board } from './boards/board.ts';
import { placed } from './layout.ts';
import { variablesOf } from './variables.ts';

/** Names in Grafana's addresses: stable, so that links and bookmarks hold. */
function uidOf(board: Pick<Board, 'id'>, lang: Lang): string {
  return `duqing-${board.id}-${lang}`;
}

const RANGE = { from: 'now-2y', to: 'now' };

/** What all boards have alike: uid, tags, ids, time zone, variables, annotations, links to the others and to the other language. */
export function finish(board: Board, lang: Lang): Dashboard {
  const other = lang === 'zh' ? 'en' : 'zh';
  const built = new DashboardBuilder(board.title[lang])
    .uid(uidOf(board, lang))
    .description(board.description[lang])
    .tags(['duqing', `duqing-${lang}`])
    .timezone('Asia/Shanghai')
    .time(RANGE)
    .refresh('')
    .readonly()
    .version(1)
    .variables(variablesOf(lang, board.variables))
    .annotations(annotationsOf(lang))
    .link(menu(lang))
    .link(
      new DashboardLinkBuilder(other === 'zh' ? '中文' : 'English')
        .type(DashboardLinkType.Link)
        .url(`/d/${uidOf(board, other)}`)
        .keepTime(true)
        .includeVars(true),
    );
  for (const row of board.rows(lang)) {
    built.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) built.withPanel(panel);
  }
  return numbered(built.build());
}

function menu(lang: Lang): DashboardLinkBuilder {
  return new DashboardLinkBuilder(lang === 'zh' ? '看板' : 'Boards')
    .type(DashboardLinkType.Dashboards)
    .tags([`duqing-${lang}`])
    .asDropdown(true)
    .keepTime(true)
    .includeVars(true);
}

/** Panels numbered by their place; constants are never taken from an address; marks and links stand where they always stood. */
function numbered(dashboard: Dashboard): Dashboard {
  const panels = placed(dashboard.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 }));
  const list = (dashboard.templating?.list ?? []).map((variable) =>
    variable.type === 'constant' ? { ...variable, skipUrlSync: true } : variable,
  );
  const annotations = (dashboard.annotations?.list ?? []).map(unplaced);
  const links = (dashboard.links ?? []).map(unplaced);
  return { ...dashboard, panels, templating: { list }, annotations: { list: annotations }, links };
}

function unplaced<T extends { placement?: unknown }>(part: T): T {
  const kept = { ...part };
  delete kept.placement;
  return kept;
}
