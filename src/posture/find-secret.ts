/**
 * Whether a stage variable looks like a secret: by its value where that has the form of a known credential, by its name where the
 * value could be one, and by the value's disorder where it is long. Conservative: names of resources, addresses and references are
 * none.
 *
 * Disorder is Shannon's entropy of the characters, bits a character: hexadecimal has at most 4, words about 3 to 4, Base64 of
 * random bytes above 4.5 at this length.
 */
const LEAST_LENGTH = 32;
const LEAST_ENTROPY_BITS = 4.3;

/** Source: AWS IAM User Guide, "IAM identifiers" (prefixes AKIA, ASIA); RFC 7468 (PEM); RFC 7519 (JWT). */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/, "an access key id of AWS"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/, "a token"],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/@\s:]+:[^/@\s]+@/i, "a password in an address"],
];
const TELLING = /pass(?:word|wd|phrase)?$|secret|token|api_?key|private_?key|access_?key|credential/i;
/** Where a secret is kept is no secret. */
const REFERENCE =
  /^(?:arn:|\/|https?:\/\/|\{\{resolve:|s3:\/\/)|(?:^|[-_.:])(?:arn|name|id|url|endpoint|table|bucket|path)$/i;

/** What it looks like; null where it looks like nothing of that sort. The value itself is never repeated. */
export function findSecret(name: string, value: string): string | null {
  const form = FORMS.find(([pattern]) => pattern.test(value));
  if (form) return form[1];
  if (value.length < 6 || REFERENCE.test(value) || /^(?:true|false|\d+)$/i.test(value)) return null;
  if (TELLING.test(name) && !/(?:arn|name|id|url|uri|path|table|ttl)$/i.test(name))
    return "a secret by its name";
  const isOneWord =
    /^[A-Za-z0-9+/=_-]+$/.test(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
  return isOneWord && value.length >= LEAST_LENGTH && entropyBits(value) >= LEAST_ENTROPY_BITS
    ? "a key by its disorder"
    : null;
}

function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}
