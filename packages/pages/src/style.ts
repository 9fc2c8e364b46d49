/**
 * The look of every page and bulletin: official and quiet, dark on white (contrast 7:1 and more), system fonts only, readable on
 * a phone of 360 px and on A4. Colour never says anything alone.
 */
export const STYLE = `
:root {
  --ink: #1c2430; --soft: #454f5e; --rule: #c3c9d2; --line: #e4e7ec; --paper: #fff; --wash: #f4f6f9;
  --navy: #1f3a5f; --good: #14532d; --bad: #a11919; --open: #6b4300;
  --sans: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans", sans-serif;
  --serif: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, "Noto Serif", serif;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.65 var(--sans); overflow-wrap: anywhere; }
a { color: var(--navy); text-underline-offset: 3px; }
a:focus-visible, button:focus-visible, select:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--navy); outline-offset: 2px; }
h1, h2, h3 { line-height: 1.3; margin: 1.6em 0 .6em; font-weight: 700; }
h1 { font-size: 1.6rem; margin-top: .6em; } h2 { font-size: 1.22rem; border-left: 5px solid var(--navy); padding-left: .55em; } h3 { font-size: 1.03rem; }
p, ul, ol, dl { margin: .55em 0; } ul, ol { padding-left: 1.4em; } li { margin: .3em 0; }
small, .small { font-size: .85em; color: var(--soft); }
.wrap { max-width: 1180px; margin: 0 auto; padding: 0 20px 40px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 8px; z-index: 9; }
.band { background: #fff4cf; color: #4a3000; border-bottom: 2px solid #4a3000; padding: 5px 20px; text-align: center; font-weight: 700;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.watermark { display: none; }

.masthead { border-bottom: 3px solid var(--navy); background: var(--paper); }
.masthead .wrap { display: flex; flex-wrap: wrap; gap: 4px 22px; align-items: baseline; padding-top: 10px; padding-bottom: 8px; }
.masthead strong { font-size: 1.1rem; } .masthead nav { display: flex; flex-wrap: wrap; gap: 2px 16px; flex: 1; }
.masthead nav a { text-decoration: none; padding: 3px 0; } .masthead nav a[aria-current] { font-weight: 700; border-bottom: 3px solid var(--navy); }
.foot { border-top: 1px solid var(--rule); margin-top: 36px; padding-top: 10px; color: var(--soft); font-size: .87rem; }
.bar { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; margin: .6em 0 1em; }
.bar form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
select, button { font: inherit; color: inherit; padding: 5px 12px; border: 1px solid var(--soft); border-radius: 3px; background: var(--paper); max-width: 100%; }
button { background: var(--navy); color: #fff; border-color: var(--navy); cursor: pointer; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 1em 0; padding: 0; list-style: none; }
.tiles > li { margin: 0; border: 1px solid var(--rule); border-top: 4px solid var(--navy); padding: 10px 14px; }
.tiles .label { color: var(--soft); font-size: .9rem; } .tiles .big { font-size: 1.5rem; font-weight: 700; line-height: 1.35; }
.box { border: 1px solid var(--rule); background: var(--wash); padding: 10px 16px; margin: 1em 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; } .facts dt { color: var(--soft); } .facts dd { margin: 0; }
.empty { color: var(--soft); border: 1px dashed var(--rule); padding: 10px 14px; }

.table-frame { overflow-x: auto; margin: .8em 0 1.2em; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; line-height: 1.45; }
caption { text-align: left; font-weight: 700; padding: 4px 0 6px; caption-side: top; }
th, td { overflow-wrap: break-word; padding: 6px 8px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink); vertical-align: bottom; font-weight: 700; }
tbody tr:last-child > * { border-bottom: 2px solid var(--ink); }
tbody th { font-weight: 400; min-width: 8em; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.number .in { white-space: normal; }
tr.city > * { background: var(--wash); font-weight: 700; print-color-adjust: exact; }
td, th { overflow-wrap: break-word; }
td .in { min-width: 3.6em; } td.number .in { min-width: 0; } thead th.number { text-align: right; }
td.number .fig { white-space: nowrap; }
td .sub, th .sub { display: block; color: var(--soft); font-size: .86em; font-weight: 400; }

.verdict { display: inline-flex; align-items: center; gap: .4em; white-space: nowrap; font-weight: 700; }
.mark { display: inline-flex; flex: none; align-items: center; justify-content: center; width: 1.35em; height: 1.35em; font-size: .84em; line-height: 1;
  border: 2px solid currentColor; font-family: var(--sans); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.v-met { color: var(--good); font-weight: 400; } .v-met .mark { border-radius: 50%; }
.v-missed { color: var(--bad); } .v-missed .mark { background: var(--bad); border-color: var(--bad); color: #fff; }
.v-not-due { color: var(--soft); font-weight: 400; } .v-not-due .mark { border-radius: 50%; border-style: dotted; }
.v-not-assessable { color: var(--open); } .v-not-assessable .mark { border-style: dashed; }
.v-not-applicable, .v-information { color: var(--soft); font-weight: 400; } .v-not-applicable .mark { border-color: transparent; }
.v-information .mark { border-width: 1px; border-radius: 4px; }
.chart { width: 100%; height: auto; max-width: 760px; display: block; } figure { margin: 1em 0; } figcaption { font-weight: 700; }
figure .scroll { overflow-x: auto; }

.bulletin { max-width: 980px; }
.bulletin h1 { font: 700 1.9rem/1.35 var(--serif); text-align: center; margin: 1em 0 .3em; }
.bulletin .under { text-align: center; border-bottom: 3px solid var(--bad); padding-bottom: .9em; margin-bottom: 1.2em; color: var(--soft); }
.bulletin h2 { font-family: var(--serif); }
.bulletin .lead { font-family: var(--serif); font-size: 1.06rem; }
.glossary { font-size: .85rem; }
.contents ul { display: flex; flex-wrap: wrap; gap: 2px 18px; list-style: none; padding: 0; font-size: .92rem; }

@media (max-width: 700px) {
  .wrap { padding: 0 14px 30px; } h1 { font-size: 1.35rem; } .bulletin h1 { font-size: 1.45rem; }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 6px; }
  table.stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.stacked, table.stacked tbody, table.stacked tr, table.stacked th, table.stacked td, table.stacked caption { display: block; width: 100%; }
  table.stacked tr { border: 1px solid var(--rule); margin: 0 0 10px; padding: 6px 10px; }
  table.stacked tbody tr > * { border: 0; padding: 2px 0; background: none; } table.stacked tbody th { font-weight: 700; }
  table.stacked td { display: flex; gap: 12px; justify-content: space-between; text-align: right; white-space: normal; }
  table.stacked td::before { content: attr(data-label); color: var(--soft); flex: none; max-width: 45%; text-align: left; font-weight: 400; }
  table.stacked td.bare { display: none; } table.plain { min-width: 420px; }
}
@media print {
  @page { size: A4; margin: 18mm 14mm 16mm; @bottom-center { content: counter(page) " / " counter(pages); font: 8pt var(--sans); color: #454f5e; } }
  @page simulated { @top-center { content: "模拟数据 Simulated data"; font: 700 9pt sans-serif; color: #4a3000; background: #fff4cf; border: 1px solid #4a3000; padding: 1mm; margin: 5mm 0 3mm; } }
  .simulated { page: simulated; }
  body { font-size: 10.5pt; line-height: 1.5; } .wrap { max-width: none; padding: 0; } .masthead nav, .skip, .bar form, .noprint { display: none; }
  h2, h3, caption, figcaption { break-after: avoid; } tr, figure, .tiles li { break-inside: avoid; } thead { display: table-header-group; }
  .table-frame { overflow: visible; } a { color: inherit; text-decoration: none; } table { font-size: 9pt; } h2 { font-size: 13pt; }
  .band { padding: 1mm; font-size: 9pt; border: 1px solid #4a3000; }
  .simulated .watermark { display: block; position: fixed; top: 42%; left: 0; right: 0; text-align: center; transform: rotate(-28deg);
    font: 700 88pt/1 var(--sans); color: rgb(90 90 90 / .1); z-index: 5; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
