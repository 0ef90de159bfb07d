import { statusColours, surfaces, type Theme } from '../design/tokens.js'

/** The page's whole style sheet. It draws on system fonts, because a page that stands alone carries none. */
export function pageStyle(): string {
  return `:root{color-scheme:light dark;${themeVariables('light')}}
@media (prefers-color-scheme:dark){:root{${themeVariables('dark')}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:400 16px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer{max-width:960px;margin:0 auto;padding:0 16px}
header{padding-top:24px}
h1{font-size:32px;font-weight:800;line-height:1.2;letter-spacing:-.5px;margin:0}
h2{font-size:18px;font-weight:700;margin:0 0 8px}
h3{font-size:15px;font-weight:600;margin:16px 0 4px}
p{margin:0 0 8px}
code,pre,.mono{font-family:"JetBrains Mono",ui-monospace,"DejaVu Sans Mono",monospace;font-size:.875em}
.muted,footer{color:var(--muted)}
a{color:var(--focus);text-underline-offset:3px}
a{display:inline-block;min-height:24px}
details{margin-top:12px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
.skip-link{position:absolute;left:16px;top:-60px;background:var(--card);padding:8px 12px;z-index:1}
.skip-link:focus{top:8px}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:16px;margin:16px 0}
.level{display:flex;flex-wrap:wrap;align-items:center;gap:4px 24px;border-radius:18px;padding:12px 24px;margin:16px 0}
.level .number{font-size:54px;font-weight:800;line-height:1.1;letter-spacing:-2px}
.level .word{font-size:24px;font-weight:700;line-height:1.2}
.level svg{display:block;margin-top:6px}
.failed{border-left:6px solid var(--fail)}
.unjudged{border-left:6px solid var(--unverified)}
.next{border-left:6px solid var(--focus)}
.icon{width:22px;height:22px;vertical-align:-5px;margin-right:8px;flex:none}
.status{white-space:nowrap}
h3 .status{white-space:normal}
${Object.keys(statusColours.light)
  .map((status) => `.is-${status}{color:var(--${status})}`)
  .join('\n')}
.scroll{overflow-x:auto;position:relative}
.scroll th,.scroll td{overflow-wrap:break-word}
.scroll th[scope=row]{min-width:12ch}
.scroll td:last-child{min-width:18ch}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:6px 12px 6px 0;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;color:var(--muted);font-size:13px;font-weight:600}
tbody th{font-weight:600}
.num{text-align:right;white-space:nowrap}
td.num,th.num{padding-right:12px}
pre{background:var(--frame);border-radius:8px;padding:12px;margin:8px 0 0;overflow-x:auto;white-space:pre;max-height:480px}
pre.wrap{white-space:pre-wrap}
summary{cursor:pointer;font-weight:600;padding:3px 0}
ul{margin:0;padding-left:20px}
li+li{margin-top:4px}
.bars{display:grid;grid-template-columns:max-content 1fr max-content;gap:4px 12px;align-items:center;margin:0}
.bars dd{margin:0}
.track{background:var(--frame);border-radius:4px;height:14px;position:relative;overflow:hidden}
.track span{position:absolute;top:0;bottom:0;border-radius:4px;background:var(--focus);min-width:2px}
.strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(240px,100%),1fr));gap:16px}
.strip a{display:block}
figure{margin:0}
figcaption{margin-top:4px}
.shot{display:block;width:100%;height:auto;border:2px solid var(--line);border-radius:8px}
.noshot{display:grid;place-items:center;aspect-ratio:8/5;padding:12px;text-align:center;color:var(--muted);border:2px dashed var(--muted);border-radius:8px}
footer{font-size:13px;padding-bottom:32px}
@media (max-width:560px){h1{font-size:24px}.level{padding:12px 16px}.level .number{font-size:44px}td,th{padding-right:8px}.rungs thead{display:none}.rungs tr{display:grid;grid-template-columns:1fr auto;border-top:1px solid var(--line);padding:6px 0}.rungs th,.rungs td{border:0;padding:2px 0}.rungs td.num{padding:2px 0}}
@media (prefers-reduced-motion:reduce){*{scroll-behavior:auto}}`
}

/** The colours of a theme as custom properties. */
export function themeVariables(theme: Theme): string {
  return Object.entries({ ...surfaces[theme], ...statusColours[theme] })
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')
}
