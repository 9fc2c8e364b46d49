/** What only these pages need, after the shared look: the grid of the overview, and marks of lists. */
export const WEB_STYLE = `
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.code { color: var(--soft); font-size: .82em; font-variant-numeric: tabular-nums; }
code { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; font-size: .9em; }
.nowrap, summary { white-space: nowrap; }
.why { color: var(--soft); font-size: .9em; }
.box.figure h2 { margin-top: .3em; }
.headline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; font-size: 1.15rem; }
.headline .value { font-size: 2rem; font-weight: 700; line-height: 1.25; }
.withheld { border-left: 5px solid var(--open); background: var(--wash); padding: 8px 14px; }
.big .moment { font-size: 1.1rem; }
.jump { display: flex; flex-wrap: wrap; gap: 2px 14px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: .9rem; }
.legend .none { color: var(--soft); }
.grid-frame { position: relative; overflow: auto; max-height: 88vh; border: 1px solid var(--rule); }
.grid { font-size: .88rem; border-collapse: separate; border-spacing: 0; min-width: 1080px; }
.grid thead th { position: sticky; top: 0; background: var(--paper); z-index: 2; border-top: 0; overflow-wrap: normal; }
.grid th[scope="row"], .grid thead th:first-child { position: sticky; left: 0; z-index: 1; background: var(--paper); width: 250px; min-width: 12.5em; border-right: 1px solid var(--rule); }
.grid thead th:first-child { z-index: 3; }
.grid thead th.target { white-space: nowrap; }
.grid .unit { text-align: center; width: 56px; font-size: .8rem; padding: 6px 4px; }
.grid .target { max-width: 7.5em; color: var(--soft); }
.grid .city { background: var(--wash); min-width: 9.5em; max-width: 12em; }
.grid td.city a { display: block; text-decoration: none; color: inherit; }
.grid td.city .n { font-variant-numeric: tabular-nums; }
.grid td.city .nowrap, summary { white-space: nowrap; }
.why { display: block; }
.grid .group th { background: var(--navy); color: #fff; font-weight: 700; padding: 4px 8px; scroll-margin-top: 48px; }
.grid .group th span { position: sticky; left: 8px; }
.sq { padding: 0; text-align: center; border-left: 1px solid var(--line); font-weight: 700; }
.sq a { display: block; min-height: 2.2em; padding: .35em 0; color: inherit; text-decoration: none; }
.sq a:hover, td.city a:hover { text-decoration: underline; }
.sq a:focus-visible { outline-offset: -3px; }
.sq.v-missed { background: #fbe3e1; } .sq.v-met { background: #f1f7f2; } .sq.v-not-assessable { background: #fdf3dd; }
.severity { white-space: nowrap; font-weight: 700; } .s-critical { color: var(--bad); } .s-warning { color: var(--open); } .s-info { color: var(--soft); }
details summary { cursor: pointer; color: var(--navy); font-size: .9em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 34em; font-size: .85em; background: var(--wash); padding: 8px; margin: .4em 0; text-align: left; }
.counts thead th { white-space: nowrap; }
.counts thead th:not(:first-child):not(:last-child) { text-align: right; }
.mend { columns: 22em; column-gap: 3em; } .files { line-height: 2; }
.working { border-left: 5px solid var(--navy); background: var(--wash); padding: 8px 14px; }
.problem { border-left: 5px solid var(--bad); background: var(--wash); padding: 8px 14px; }
.done { border-left: 5px solid var(--good, var(--navy)); background: var(--wash); padding: 8px 14px; }
form.stack { display: grid; gap: 8px; max-width: 34em; justify-items: start; }
form.stack input:not([type="hidden"]):not([type="checkbox"]):not([type="radio"]), form.stack select, form.stack textarea { width: 100%; font: inherit; padding: 6px 8px; box-sizing: border-box; }
.tasks { line-height: 2.2; }
p.owing { margin: 0 0 .3em; } form.inline { display: inline; margin-left: .6em; } form.inline button { padding: 0 8px; font-size: .85em; background: var(--paper); color: var(--navy); }
form.stack + form.stack { margin-top: 16px; }
.done { border-left: 5px solid var(--good); background: var(--wash); padding: 8px 14px; }
.bad { color: var(--bad); font-weight: 700; } .doubt { display: block; color: var(--open); }
textarea { font: inherit; } form.stack { grid-template-columns: minmax(0, 1fr); } .field label { white-space: normal; } .outcomes { list-style: none; padding: 0; } .outcomes > li { border-top: 1px solid var(--rule); padding: 8px 0; }
.stack { display: grid; gap: 8px; max-width: 34em; justify-items: start; } .stack > input[type="text"] { width: 100%; font: inherit; padding: 6px 8px; }
.figures { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; } .field { display: inline-flex; gap: 6px; align-items: center; white-space: nowrap; max-width: 100%; } .field select { min-width: 0; }
.field input:not([type="checkbox"]) { font: inherit; padding: 4px 6px; width: 8em; min-width: 0; border: 1px solid var(--soft); border-radius: 3px; } .field input[type="date"] { width: auto; }
.field input[type="checkbox"] { width: 1.2em; height: 1.2em; }
ul.alerts { list-style: none; padding: 0; margin: 0; } ul.alerts > li { border-top: 1px solid var(--rule); padding: 10px 0; }
.alert-head { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; margin: 0; } .alert-head .why { display: inline; }
.alert-what { margin: .15em 0; font-weight: 700; font-size: 1.05rem; } .alert-said { margin: .15em 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; } .alert-case { margin: .15em 0; }
ol.acts { padding-left: 1.6em; } ol.acts > li { padding: 3px 0; } .said { display: block; white-space: pre-line; overflow-wrap: anywhere; } .way { display: block; }
.acting { display: grid; gap: 10px; background: var(--wash); padding: 12px 14px; margin: 14px 0; } .acting summary { font-size: 1rem; font-weight: 700; padding: 6px 0; } .acting button { min-height: 44px; min-width: 7em; }
thead th.number { white-space: nowrap; }
@media print { .acting { display: none; } .alert-said { display: block; } }
@media (max-width: 700px) {
  select { max-width: calc(100vw - 44px); }
  .grid th[scope="row"], .grid thead th:first-child { width: 8.5em; min-width: 8.5em; max-width: 8.5em; font-size: .84rem; }
  .masthead nav { order: 3; flex-basis: 100%; } .masthead strong { flex: 1; }
  .counts table { min-width: 620px; } .scroll .chart { min-width: 560px; } .grid .target { display: none; }
  .grid-frame { max-height: 75vh; } .grid { min-width: 900px; } .headline .value { font-size: 1.6rem; }
}
@media print { .grid-frame { overflow: visible; max-height: none; border: 0; } .jump { display: none; } .grid { min-width: 0; } }
`;
