import { createHmac } from "node:crypto";
import { isIPv6 } from "node:net";

/** What is replaced, and how its replacement begins. */
export const REDACTED_KINDS = {
  addresses: "addr",
  apiKeys: "apikey",
  userAgents: "agent",
  principals: "principal",
} as const;
export type RedactedKind = keyof typeof REDACTED_KINDS;

/** Called with what is replaced. */
export type Replace = (kind: RedactedKind, original: string) => string;

/** Digits of the keyed hash that are kept: 48 bits, so that two of a million originals rarely look alike. */
const HASH_DIGITS = 12;

/**
 * The replacement of an original: "addr-3f9a0c12be77". The same key gives the same text for the same
 * original; without the key the original cannot be searched for, although there are few IPv4 addresses.
 */
export function keyedHash(key: string, kind: RedactedKind, original: string): string {
  const hash = createHmac("sha256", key).update(`${kind}/${original}`).digest("hex").slice(0, HASH_DIGITS);
  return `${REDACTED_KINDS[kind]}-${hash}`;
}

/**
 * The same text without client addresses, API keys, user agents and principals. What is not surely none of
 * them goes too: a recording that says less is better than one that says too much.
 *
 * Edge cases: a text that holds none of them comes back as it is; redacting twice changes nothing more.
 */
export function redactText(text: string, replace: Replace): string {
  let current = text;
  // A replacement may put two halves side by side that are an original again ("a@b.co@c.co").
  for (;;) {
    const next = redactOnce(current, replace);
    if (next === current) return current;
    current = next;
  }
}

function redactOnce(text: string, replace: Replace): string {
  const all = (kind: RedactedKind) => (match: string) => replace(kind, match);
  const labelled =
    (kind: RedactedKind) =>
    (match: string, label: string, value: string): string =>
      isReplacement(value) ? match : label + replace(kind, value);
  return text
    .replace(LABELLED_AGENT, labelled("userAgents"))
    .replace(KNOWN_AGENT, all("userAgents"))
    .replace(PRINCIPAL_ARN, all("principals"))
    .replace(EMAIL, all("principals"))
    .replace(COGNITO_ID, all("principals"))
    .replace(PRINCIPAL_ID, all("principals"))
    .replace(LONE_UUID, all("principals"))
    .replace(LABELLED_KEY, (match: string, label: string, gap: string, value: string) =>
      // "API key authorizer" is prose: without a sign between them only a value with a digit is a key.
      isReplacement(value) || (gap.trim() === "" && !/\d/.test(value))
        ? match
        : label + gap + replace("apiKeys", value),
    )
    .replace(MAYBE_IPV6, (run: string, offset: number, whole: string) =>
      run.split(":").length < 3
        ? run
        : redactIpv6(run, whole[offset - 1] ?? "", whole[offset + run.length] ?? "", replace),
    )
    .replace(IPV4, all("addresses"));
}

/** One that an earlier pass, or an earlier redaction, put there. */
function isReplacement(value: string): boolean {
  return /^(?:addr|apikey|agent|principal)-[0-9a-f]{12}/.test(value);
}

// Each of these finds its original wherever it stands in a text, and never its own replacement.

/** After "user-agent:", "userAgent":" and the like: to the closing quote, or to the end of the line. A format's "$context..." is no value. */
const LABELLED_AGENT = /(user[-_ ]?agent["']?\s*[:=]\s*(?=\S)(?:["'](?=[^"'\n$]))?)([^"'\n$\s][^"'\n]*)/gi;

/** Clients that name themselves, with all the products and comments that follow. */
const KNOWN_AGENT = new RegExp(
  `\\b(?:${[
    "Mozilla",
    "Opera",
    "Dalvik",
    "curl",
    "Wget",
    "HTTPie",
    "PostmanRuntime",
    "insomnia",
    "okhttp",
    "axios",
    "node-fetch",
    "undici",
    "got",
    "python-requests",
    "python-httpx",
    "Python-urllib",
    "aiohttp",
    "Go-http-client",
    "Java",
    "Apache-HttpClient",
    "Ruby",
    "Faraday",
    "GuzzleHttp",
    "CFNetwork",
    "aws-cli",
    "aws-sdk-[\\w-]+",
    "Boto3",
    "Botocore",
    "ELB-HealthChecker",
    "kube-probe",
  ].join("|")})/\\d[\\w.+-]*(?:\\s+(?:\\([^)]*\\)|[\\w.+-]+/[\\w.+-]+))*`,
  "gi",
);

const EMAIL = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+(?:@[\p{L}\p{N}.-]+)+/gu;

/** Users, roles and sessions of IAM and STS; the account's root. */
const PRINCIPAL_ARN =
  /arn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:root\b|(?:user|role|assumed-role|federated-user|group|saml-provider|oidc-provider)\/[\w+=,.@/:-]+)/gi;

/** Identity-pool ids ("eu-west-1:" and a UUID), and what an access log says of a signed-in user. */
const COGNITO_ID =
  /\b[a-z]{2}(?:-[a-z]+)+-\d:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|cognito-idp\.[\w.-]+\/[\w-]+(?::CognitoSignIn:[\w-]+)?/gi;

/** Unique ids and access keys of IAM, with the session name after a colon. */
const PRINCIPAL_ID =
  /\b(?:AROA|AIDA|AGPA|AIPA|ANPA|ANVA|AKIA|ASIA|ABIA|ACCA|APKA|ASCA)[A-Z0-9]{12,124}(?::[\w+=,.@-]+)?/g;

/** A subject of Cognito or another provider; not a part of a path or of an ARN (a web ACL ends in one). */
const LONE_UUID = /(?<![\w/-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi;

/** Ids have 10 characters, values 20 to 128. */
const LABELLED_KEY =
  /(api[-_ ]?key(?:[-_ ]?(?:id|value))?s?["']?)([\s:=/"']+)([A-Za-z0-9][A-Za-z0-9_-]{8,127})(?![\w-])/gi;

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const IPV4 = new RegExp(`(?<!\\d)${OCTET}(?:\\.${OCTET}){3}(?!\\d)`, "g");

/** Runs of what IPv6 is written with. */
const MAYBE_IPV6 = /[0-9a-f:.]+/gi;

/** "::ffff:255.255.255.255" in its longest form. */
const LONGEST_IPV6 = 45;

/**
 * Replaces the addresses in one run, the longest first, since a label before and a port behind are written
 * with the same signs ("rest:2001:db8::1", "2001:db8:1:2:3:4:5:6:443").
 *
 * @param before the character before the run. After a hyphen short ones are none: "eu-west-1::" of an ARN.
 * @param after the character behind the run.
 */
function redactIpv6(run: string, before: string, after: string, replace: Replace): string {
  let redacted = "";
  let start = 0;
  while (start < run.length) {
    const previous = start > 0 ? (run[start - 1] ?? "") : before;
    const address = /\w/.test(previous) ? undefined : addressAt(run, start, after);
    const isAddress = address !== undefined && (previous !== "-" || address.length > 5);
    redacted += isAddress ? replace("addresses", address) : run[start];
    start += isAddress ? address.length : 1;
  }
  return redacted;
}

function addressAt(run: string, start: number, after: string): string | undefined {
  for (let end = Math.min(run.length, start + LONGEST_IPV6); end > start + 2; end -= 1) {
    const candidate = run.slice(start, end);
    const next = end < run.length ? (run[end] ?? "") : after;
    if (isIPv6(candidate) && /[0-9a-f]/i.test(candidate) && !/\w/.test(next)) return candidate;
  }
  return undefined;
}
