import { pageStyle, themeVariables } from '../render/page-style.js'

/** The style sheet of the dashboard: that of a run’s page, and what only lists, charts and logs need. */
export function siteStyle(): string {
  return `${pageStyle()}
:root:has(#theme-light:checked){color-scheme:light;${themeVariables('light')}}
:root:has(#theme-dark:checked){color-scheme:dark;${themeVariables('dark')}}
html{scroll-padding-top:72px}
.site main,.site footer,.top{max-width:1280px;margin:0 auto;padding:0 16px}
[hidden]{display:none!important}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:8px 24px;padding-top:12px;padding-bottom:12px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}
nav a{padding:4px 2px}
nav a[aria-current=page]{color:var(--ink);font-weight:700}
.brand{font-weight:800;font-size:18px;color:var(--ink);text-decoration:none}
.themes{border:0;padding:0;margin:0;display:flex;gap:4px 12px;font-size:13px;color:var(--muted)}
.themes legend{float:left;margin-right:4px;padding:0}
.themes label{display:inline-flex;align-items:center;gap:4px;min-height:24px}
.themes input{width:16px;height:16px;margin:0;accent-color:var(--focus)}
.site h1{margin:12px 0}
.lead{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
.filter{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center}
.filter label{font-weight:600}
input[type=search]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:4px 8px;min-height:34px;flex:1 1 220px;max-width:420px;min-width:0}
input::placeholder{color:var(--muted);opacity:1}
button{font:inherit;font-size:14px;color:var(--ink);background:var(--card);border:1px solid var(--muted);border-radius:8px;padding:3px 12px;min-height:28px;cursor:pointer}
kbd{font-family:"JetBrains Mono",ui-monospace,"DejaVu Sans Mono",monospace;border:1px solid var(--muted);border-radius:4px;padding:0 4px;font-size:12px}
.counts{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:16px 0}
.counts li+li{margin:0}
.level-tag{display:inline-block;border-radius:8px;padding:1px 8px;white-space:nowrap}
.level-change{white-space:nowrap}
.fleet{font-size:15px}
.fleet td,.fleet th{vertical-align:middle;padding-top:4px;padding-bottom:4px}
.fleet thead td{border:0}
.fleet .thumb{width:108px;padding-right:12px}
.thumbnail{display:block;width:96px;height:60px;object-fit:cover;object-position:top;border:1px solid var(--line);border-radius:6px;background:var(--frame)}
.thumbnail.none{display:grid;place-items:center;color:var(--muted);font-size:12px;text-align:center;border:1px dashed var(--muted)}
.recent{display:block}
.grid{list-style:none;padding:0;margin:16px 0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(220px,100%),1fr));gap:16px}
.grid li{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:12px;margin:0}
.grid .open{display:block}
.grid .thumbnail{width:100%;height:auto;aspect-ratio:8/5;margin-bottom:8px}
.grid .name{font-weight:700}
.chart{display:grid;grid-template-columns:32px 1fr;gap:0 8px}
.chart svg{width:100%;height:150px}
.chart-levels{display:grid;grid-template-rows:repeat(6,1fr);height:150px;align-items:center;font-size:13px;color:var(--muted)}
.chart figcaption{grid-column:2;display:flex;justify-content:space-between;font-size:13px;color:var(--muted)}
.grid-lines{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.steps{fill:none;stroke:var(--focus);stroke-width:2.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.heat{display:grid;grid-template-columns:max-content 1fr;gap:6px 12px;align-items:center}
.heat svg{width:100%;height:24px;background:var(--frame)}
.heat-name{font-size:15px}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:12px 0 4px;font-size:14px}
.legend .key{vertical-align:-5px;margin-right:6px}
.rung-shapes{white-space:nowrap}
.rung-shapes .icon{width:18px;height:18px;margin-right:3px}
.timeline{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:16px;font-size:13px}
.timeline .thumbnail{width:100%;height:auto;aspect-ratio:8/5}
.timeline a{display:block}
.measures{display:grid;gap:8px}
.measure{display:grid;grid-template-columns:minmax(120px,220px) 1fr max-content max-content;gap:4px 16px;align-items:center}
.measure svg{width:100%;height:32px;background:var(--frame);border-radius:4px}
.rail{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line);padding:6px 0;gap:4px 20px;font-size:14px}
.rail .icon{width:18px;height:18px}
.log{list-style:none;margin:8px 0 0;padding:12px;background:var(--frame);border-radius:8px;overflow-x:auto;font:400 13px/1.5 "JetBrains Mono",ui-monospace,"DejaVu Sans Mono",monospace}
.log li{display:flex;gap:12px;margin:0;white-space:pre}
.log li:target{background:var(--card);outline:2px solid var(--focus)}
.log a{flex:none;width:5ch;text-align:right;color:var(--muted);text-decoration:none;min-height:0;user-select:none}
#wrap:checked~.log li{white-space:pre-wrap}
.compare{margin-top:16px;max-width:720px}
.compare div{position:relative}
.compare img{display:block;width:100%;height:auto;border-radius:8px}
.compare .after{position:absolute;inset:0;clip-path:inset(0 calc(100% - var(--cut)) 0 0)}
.compare input{width:100%;min-height:24px;accent-color:var(--focus)}
dialog{background:var(--card);color:var(--ink);border:1px solid var(--muted);border-radius:14px;padding:16px 24px}
dialog::backdrop{background:#0008}
dialog dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 16px}
dialog dd{margin:0}
.ansi-bold{font-weight:700}
.ansi-faint{opacity:1;color:var(--muted)}
.ansi-red-fg,.ansi-bright-red-fg{color:var(--fail)}
.ansi-green-fg,.ansi-bright-green-fg{color:var(--pass)}
.ansi-yellow-fg,.ansi-bright-yellow-fg{color:var(--unverified)}
.ansi-blue-fg,.ansi-bright-blue-fg,.ansi-cyan-fg,.ansi-bright-cyan-fg{color:var(--running)}
.ansi-magenta-fg,.ansi-bright-magenta-fg{color:var(--flaky)}
@media (max-width:560px){.fleet .thumb{display:none}.measure{grid-template-columns:1fr max-content}.measure svg{grid-column:1/-1;grid-row:2}.heat{grid-template-columns:1fr}.keys-hint{display:none}}`
}
