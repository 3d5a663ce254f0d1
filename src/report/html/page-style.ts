/** The one style of every page: light and dark, screen and paper, wide and narrow. */
export const PAGE_STYLE = `
:root { --back: #f7f7f5; --card: #ffffff; --ink: #1b1f24; --soft: #626973; --rule: #e3e4e6;
  --good: #9db4c7; --client: #e0a100; --throttled: #8b5cd6; --server: #d33f3f; --total: #3557c4; --integration: #63b8a8; }
@media (prefers-color-scheme: dark) {
  :root { --back: #111418; --card: #191d23; --ink: #e6e8eb; --soft: #99a1ac; --rule: #2c323a;
    --good: #51687c; --client: #e3b341; --throttled: #a98ae6; --server: #ef6a6a; --total: #86a3ff; --integration: #2f8577; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 22px; margin: 0 0 2px; letter-spacing: -0.01em; }
h2 { font-size: 15px; margin: 0 0 8px; }
p { margin: 0 0 8px; }
code, .mono, td.text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
.soft, .note { color: var(--soft); }
.note { font-size: 12.5px; margin: 8px 0 0; }
section, figure { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 14px 16px; margin: 0 0 16px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(112px, 1fr)); gap: 12px; margin: 18px 0 16px; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; }
.card b { display: block; font-size: 22px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.card span { color: var(--soft); font-size: 12.5px; }
.three { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 16px; margin-bottom: 16px; }
.three > figure { margin: 0; }
.two { columns: 2 420px; column-gap: 16px; margin-bottom: 16px; }
.two > section { break-inside: avoid; }
figcaption { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; margin-bottom: 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; color: var(--soft); font-size: 12.5px; }
.sign { margin-right: 5px; }
.chart { display: block; overflow: visible; }
.chart text { fill: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-opacity: 0.8; }
.chart .time { text-anchor: middle; }
.grid { stroke: var(--rule); }
.hint { fill: transparent; }
.hint:hover { fill: var(--ink); fill-opacity: 0.08; }
.line { fill: none; stroke-width: 1.6; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.good { fill: var(--good); } .client { fill: var(--client); } .throttled { fill: var(--throttled); } .server { fill: var(--server); }
.total { fill: var(--total); } .integration { fill: var(--integration); }
.line.client { fill: none; stroke: var(--client); } .line.throttled { fill: none; stroke: var(--throttled); }
.line.server { fill: none; stroke: var(--server); } .line.total { fill: none; stroke: var(--total); }
.area { fill-opacity: 0.75; }
.scroll { overflow-x: auto; margin: 0 -16px; padding: 0 16px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-size: 12px; font-weight: 500; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--rule); padding: 4px 12px 6px 0; }
.groups th { border-bottom: 0; padding-bottom: 0; color: var(--ink); text-align: right; }
td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: baseline; }
tr:last-child td { border-bottom: 0; }
tbody tr:hover td { background: color-mix(in srgb, var(--ink) 4%, transparent); }
td.text { overflow-wrap: anywhere; min-width: 110px; }
td.name { min-width: 210px; }
td.prose { overflow-wrap: break-word; min-width: 150px; }
th.number, td.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.bar { vertical-align: middle; min-width: 72px; width: 10%; }
.share { display: block; }
.share .whole { fill-opacity: 0.35; }
.bad { color: var(--server); font-weight: 600; }
.warn { color: var(--client); font-weight: 600; }
ul { margin: 0; padding-left: 18px; }
footer { color: var(--soft); font-size: 12.5px; margin-top: 20px; }
@media (max-width: 520px) { main { padding: 14px 10px 32px; } .card b { font-size: 19px; } }
@media print {
  :root { --back: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --rule: #cccccc;
    --good: #9db4c7; --client: #e0a100; --throttled: #8b5cd6; --server: #d33f3f; --total: #3557c4; --integration: #63b8a8; }
  body { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  figure, tr, .card { break-inside: avoid; }
  section, figure, .card { border-color: #cccccc; }
  .scroll { overflow: visible; }
}
`;

/** Of {@link PAGE_STYLE}, for the page's policy; a test computes it. */
export const PAGE_STYLE_HASH = "sha256-DCvTENEn8T8kCeFtNSYhKYGlf5Y9fLJhWlI+kjrSMXE=";
