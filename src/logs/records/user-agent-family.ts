/** Browsers name each other for old times' sake: the first of these that is there is the one. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Edg|EdgA|EdgiOS|Edge)\/(\d+)/, "Edge"],
  [/\b(?:OPR|Opera)\/(\d+)/, "Opera"],
  [/\bSamsungBrowser\/(\d+)/, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[\d.]* .*\bSafari\//, "Safari"],
];
const BOT = /\b([A-Za-z][\w-]*(?:bot|crawler|spider|slurp))\b/i;

/**
 * What clients have in common whose User-Agent differs in patch, system or device: "Chrome 126", "okhttp 4",
 * "aws-sdk-js 3", "Googlebot". A release that goes wrong shows by its main version.
 */
export function userAgentFamily(userAgent: string): string {
  const bot = BOT.exec(userAgent)?.[1];
  if (bot !== undefined) return bot;
  if (userAgent.startsWith("Mozilla/")) {
    for (const [pattern, name] of BROWSERS) {
      const version = pattern.exec(userAgent)?.[1];
      if (version !== undefined) return `${name} ${version}`;
    }
    return "other browser";
  }
  const product = /^([^\s/;(]{1,60})(?:\/v?(\d+))?/.exec(userAgent);
  if (!product) return "other";
  return product[2] === undefined ? (product[1] ?? "other") : `${product[1] ?? ""} ${product[2]}`;
}
