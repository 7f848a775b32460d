/** The report's whole style: follows the reader's light or dark setting, prints well, needs nothing from the net. */
export const style = `
:root { color-scheme: light dark; --page: #fcfcfa; --ink: #1f2328; --muted: #666c75; --rule: #e4e4df; --own: #2366c9; --pretrained: #b65a12;
  --untrained: #7d838c; --extra: #6d4bb3; --second: #2a8a5c; --third: #b8336a; --fourth: #8a7a1f; --panel: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --page: #16181b; --ink: #e5e6e4; --muted: #9ba1aa; --rule: #2d3035; --own: #78acff;
  --pretrained: #eda061; --untrained: #9097a1; --extra: #b79bf0;
  --second: #67c796; --third: #f086ad; --fourth: #cdbb58; --panel: #1b1e22; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; font-weight: 650; margin: 0 0 .4rem; }
h2 { font-size: 1.15rem; font-weight: 650; margin: 2.8rem 0 .4rem; }
h1, h2, p, figcaption, ul.legend { overflow-wrap: anywhere; }
p { max-width: 44rem; margin: .3rem 0 .9rem; }
.lead, figcaption, .note { color: var(--muted); }
figure { margin: 1.2rem 0; }
figcaption { font-size: .9rem; max-width: 44rem; margin-bottom: .5rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1.75rem; }
.fits { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: .5rem 1.25rem; }
.charts svg { max-width: 30rem; } .charts .many { grid-column: 1 / -1; }
svg { display: block; width: 100%; max-width: 48rem; height: auto; overflow: visible; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .93rem; font-variant-numeric: tabular-nums; margin: .8rem 0; }
th, td { text-align: right; padding: .38rem 0 .38rem 1.1rem; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { font-weight: 550; color: var(--muted); white-space: normal; vertical-align: bottom; }
table.dense { font-size: .8rem; } .dense th, .dense td { padding-left: .5rem; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td.long { white-space: normal; overflow-wrap: anywhere; min-width: 11rem; max-width: 24rem; }
tr.own td { font-weight: 650; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.6rem; font-size: .93rem; margin: .8rem 0; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
ul.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; list-style: none; padding: 0; margin: .2rem 0 .5rem; font-size: .88rem; }
ul.legend svg { display: inline-block; width: 38px; height: 10px; margin-right: .45rem; vertical-align: middle; }
svg text { font-size: 12px; fill: var(--muted); font-variant-numeric: tabular-nums; }
svg text.name { fill: var(--ink); font-weight: 550; }
.grid { stroke: var(--rule); stroke-width: 1; }
.line { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.dot { fill: var(--tone); } .band { fill: var(--tone); opacity: .14; }
.own { --tone: var(--own); } .pretrained { --tone: var(--pretrained); } .untrained { --tone: var(--untrained); }
.extra { --tone: var(--extra); } .second { --tone: var(--second); } .third { --tone: var(--third); } .fourth { --tone: var(--fourth); }
.truth { --tone: var(--ink); }
.pretrained .line { stroke-dasharray: 7 4; } .untrained .line { stroke-dasharray: 2 5; } .extra .line { stroke-dasharray: 10 3 2 3; }
.second .line { stroke-dasharray: 16 5; } .third .line { stroke-dasharray: 3 4; } .fourth .line { stroke-dasharray: 10 4 1 4 1 4; }
.truth .line { stroke-width: 1.25; } .faint .line { stroke: var(--untrained); stroke-width: 1; opacity: .4; } .line.solid { stroke-dasharray: none; }
.hollow { fill: var(--page); stroke: var(--ink); stroke-width: 1.5; }
@media (max-width: 40rem) { figure > svg text { font-size: 16px; } .fits figure > svg text { font-size: 12px; } figure:has(> svg.broad) { overflow-x: auto; } svg.broad { min-width: 38rem; } figure > svg.broad text { font-size: 14px; } }
@media print { main { padding: 0; } figure { break-inside: avoid; } }
`.trim();
