import { inlineJson } from "./inline-json.ts";
import { markup, Markup } from "./markup.ts";
import { PAGE_STYLE, PAGE_STYLE_HASH } from "./page-style.ts";

/** What a page has beside the style of all pages. Hashes are as a policy writes them, "sha256-...". */
export interface PageProgram {
  readonly style: string;
  readonly styleHash: string;
  /** Runs after the page is there, and finds the data in the element "data". */
  readonly script: string;
  readonly scriptHash: string;
  readonly data: unknown;
}

/** One file with all that it needs. Ends in one newline. */
export function htmlPage(title: string, body: readonly Markup[], program?: PageProgram): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy(program))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
${program ? [markup`<style>${new Markup(program.style)}</style>`] : []}
</head>
<body>
<main>
${body}
</main>
${program ? [programMarkup(program)] : []}
</body>
</html>
`;
  return page.text;
}

/** No request to anywhere; no style and no script but the page's own, which their hashes name. */
function policy(program: PageProgram | undefined): string {
  const styles = [PAGE_STYLE_HASH, ...(program ? [program.styleHash] : [])].map((hash) => `'${hash}'`);
  const scripts = program ? [`script-src '${program.scriptHash}'`] : [];
  const all = ["default-src 'none'", `style-src ${styles.join(" ")}`, ...scripts];
  return [...all, "base-uri 'none'", "form-action 'none'"].join("; ");
}

function programMarkup({ script, data }: PageProgram): Markup {
  return markup`<script type="application/json" id="data">${inlineJson(data)}</script>
<script>${new Markup(script)}</script>`;
}
