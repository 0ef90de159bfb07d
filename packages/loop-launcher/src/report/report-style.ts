/** Dark where the reader's system is; nothing on the page is wider than 360 pixels but what scrolls by itself. */
export const reportStyle = `:root{color-scheme:light dark;--page:#f7f7f4;--card:#fff;--ink:#1b1d21;--muted:#575c66;--line:#d9dadd;--trouble:#a3231b;--well:#176b4d}
@media (prefers-color-scheme:dark){:root{--page:#15171a;--card:#1f2227;--ink:#eceef1;--muted:#a9b0bb;--line:#3a3f47;--trouble:#ff9c8f;--well:#6fd3a8}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:1000px;margin:0 auto;padding:8px 16px 40px}
h1{font-size:26px;line-height:1.2}h2{font-size:20px;margin:32px 0 8px}h3{font-size:17px;margin:0 0 8px}
section.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin:12px 0}
.muted{color:var(--muted)}.trouble{color:var(--trouble);font-weight:600}.well{color:var(--well);font-weight:600}
.scroll{overflow-x:auto}
.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:15px;overflow-wrap:normal}
th,td{text-align:left;padding:6px 12px 6px 0;border-top:1px solid var(--line);vertical-align:top}
tbody th{min-width:9em;max-width:22em;overflow-wrap:anywhere;font-weight:600}
th .muted{font-weight:400}
.steps li{white-space:nowrap}
thead th{border:0;color:var(--muted);font-weight:600;white-space:nowrap}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:0;padding-left:12px}
ol.steps,ul{padding-left:20px;margin:8px 0}
ol.timeline{list-style:none;padding:0;margin:8px 0}
ol.timeline li{display:grid;grid-template-columns:minmax(0,11em) minmax(0,1fr);gap:0 12px;padding:4px 0;border-top:1px solid var(--line)}
time{color:var(--muted);font-variant-numeric:tabular-nums}
summary{cursor:pointer;min-height:24px}
@media (max-width:560px){ol.timeline li{grid-template-columns:1fr}}
@media print{details:not([open])>*{display:block}}`
