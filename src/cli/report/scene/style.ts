/** The colours of scenes, of those that the page has. */
export const sceneStyle = `
svg.scene { max-width: 26rem; overflow: hidden; }
.scene .paper { fill: var(--panel); stroke: var(--rule); }
.scene .agent { --tone: var(--own); } .scene .goal { --tone: var(--second); } .scene .obstacle { --tone: var(--pretrained); }
.scene .ground { --tone: var(--untrained); } .scene .plain { --tone: var(--ink); }
.scene .fill { fill: var(--tone); } .scene .outline { fill: none; stroke: var(--tone); stroke-width: 1.5; }
.scene .stroke, .scene .way { fill: none; stroke: var(--tone); stroke-linecap: round; stroke-linejoin: round; }
.scene .way { stroke-width: 1.75; opacity: .65; } .scene text { fill: var(--tone); }
.rounds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(47%, 11rem), 1fr)); gap: .5rem 1rem; }
.rounds figure { margin: .2rem 0 .6rem; }
`.trim();
