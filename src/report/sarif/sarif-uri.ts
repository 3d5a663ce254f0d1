/**
 * A path as the URI of an artifact: relative paths stay relative to wherever the run began, so that a code host finds
 * them in the repository; absolute ones become file URIs. Everything that a URI cannot hold is percent-encoded.
 *
 * Source: SARIF 2.1.0 §3.4; RFC 3986.
 */
export function sarifUri(path: string): string {
  const slashes = /^[A-Za-z]:\\|^[^/]*\\[^/]*$/.test(path) ? path.replaceAll("\\", "/") : path;
  const drive = /^[A-Za-z]:\//.test(slashes);
  const segments = slashes
    .replace(/^(?:\.\/+)+/, "")
    .split("/")
    // A lone surrogate is no text, and encodeURIComponent throws at it.
    .map((segment) => encodeURIComponent(segment.replaceAll(/\p{Cs}/gu, "\uFFFD")));
  const uri = segments.join("/");
  if (drive) return `file:///${uri.replace("%3A", ":")}`;
  return uri.startsWith("/") ? `file://${uri}` : uri;
}
