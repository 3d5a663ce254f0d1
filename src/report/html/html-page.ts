import { markup, Markup } from "./markup.ts";
import { PAGE_STYLE, PAGE_STYLE_HASH } from "./page-style.ts";

// No script, no request to anywhere, no style but the page's own, which its hash names.
const POLICY = `default-src 'none'; style-src '${PAGE_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** One file with all that it needs. Ends in one newline. */
export function htmlPage(title: string, body: readonly Markup[]): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return page.text;
}
