/** Beside the style of all pages: a board's grid of 24 columns, which becomes one column where the screen is narrow. */
export const PREVIEW_STYLE = `
.wrap { max-width: 1440px; }
.top { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: baseline; border-bottom: 3px solid var(--navy); padding: 8px 0; }
.top nav { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: .93rem; } .top nav a[aria-current] { font-weight: 700; border-bottom: 3px solid var(--navy); text-decoration: none; }
.choices { display: flex; flex-wrap: wrap; gap: 8px 14px; margin: .7em 0; align-items: flex-start; font-size: .93rem; }
.choices details { border: 1px solid var(--rule); border-radius: 3px; padding: 4px 12px; max-width: 100%; } .choices details[open] { flex-basis: 100%; }
.choices summary { cursor: pointer; } .choices ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; padding: 6px 0 2px; margin: 0; }
.choices li { margin: 0; } .choices [aria-current] { font-weight: 700; } .choices .off { color: var(--soft); }
.board { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: 8px; }
.board > h2 { grid-column: 1 / -1; margin: .9em 0 0; }
.panel { border: 1px solid var(--rule); display: flex; flex-direction: column; min-width: 0; background: var(--paper); }
.panel > header { padding: 5px 10px; border-bottom: 1px solid var(--line); position: relative; }
.panel h3 { margin: 0; overflow-wrap: anywhere; font-size: .95rem; padding-right: 1.6em; } .panel header details { font-size: .85rem; color: var(--soft); }
.panel header summary { position: absolute; right: 8px; top: 5px; cursor: pointer; list-style: none; border: 1px solid var(--soft); border-radius: 50%; width: 1.45em; height: 1.45em; line-height: 1.35em; text-align: center; }
.panel header summary::-webkit-details-marker { display: none; }
.panel .body { position: relative; flex: 1; overflow: auto; padding: 4px 10px 6px; min-height: 0; } .panel p.links { margin: 0; padding: 3px 10px; border-top: 1px solid var(--line); font-size: .85rem; display: flex; gap: 14px; flex-wrap: wrap; }
.panel table { font-size: .84rem; margin: 0; } .panel thead th { position: sticky; top: -4px; background: var(--paper); border-top: 0; z-index: 1; }
.panel td, .panel th { padding: 4px 8px; overflow-wrap: normal; min-width: 3.4em; } .panel td:not(.number) { min-width: 5.5em; } .panel tbody th { min-width: 6em; position: sticky; left: -10px; background: var(--paper); } .panel thead th:first-child { left: -10px; z-index: 2; }
.panel .chart { max-width: none; } .panel details summary { cursor: pointer; font-size: .85rem; color: var(--soft); }
.stat { list-style: none; padding: 0; margin: 0; display: flex; gap: 26px; justify-content: center; align-items: center; height: 100%; font-size: 2.1rem; font-weight: 700; }
.filled { padding: 1px 6px; border-radius: 2px; display: block; white-space: nowrap; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.panel td b { white-space: nowrap; } .more { text-decoration: none; } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.notes { border-top: 1px solid var(--rule); margin-top: 20px; font-size: .87rem; color: var(--soft); }
@media (max-width: 900px) {
  .board { display: block; } .panel { margin: 10px 0; } .panel .body { max-height: 70vh; } .panel .chart { min-width: calc(var(--chart) * .7); }
}
@media (min-width: 901px) { .panel { height: var(--h); } .panel thead th { min-width: var(--w, 3.4em); } }
@media print { .panel { height: auto; break-inside: avoid; } .panel .body { overflow: visible; } .choices, .panel header details { display: none; } }
`;
