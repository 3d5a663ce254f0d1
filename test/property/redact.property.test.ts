import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { redactSnapshot } from "../../src/collectors/files/redact.ts";
import { snapshotSchema, type Snapshot } from "../../src/model/snapshot.ts";
import { recordedSnapshot } from "../unit/collectors-files/recorded-snapshot.ts";
import { anyCharacter } from "../support/any-character.ts";

const KEY = "a key of this test alone";

const digit = fc.constantFrom(..."0123456789".split(""));
const hex = fc.constantFrom(..."0123456789abcdef".split(""));
const lower = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz".split(""));
const text = (unit: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit, minLength, maxLength });
const exactly = (unit: fc.Arbitrary<string>, length: number): fc.Arbitrary<string> =>
  text(unit, length, length);

const uuid = fc
  .tuple(exactly(hex, 8), exactly(hex, 4), exactly(hex, 4), exactly(hex, 4), exactly(hex, 12))
  .map((parts) => parts.join("-"));
const ipv4 = fc.ipV4();
// Seven characters at least: a shorter one is found in a hash by chance.
const ipv6 = fc.ipV6().filter((address) => address.length > 6);
const account = exactly(digit, 12);
const partition = fc.constantFrom("aws", "aws-cn", "aws-us-gov");
const email = fc
  .tuple(text(lower, 1, 9), text(lower, 2, 9), fc.constantFrom("com", "co.uk", "example"))
  .map(([name, host, domain]) => `${name}@${host}.${domain}`);
const principalArn = fc
  .tuple(
    partition,
    account,
    text(lower, 3, 12),
    fc.constantFrom("iam:user", "iam:role", "sts:assumed-role", "sts:federated-user"),
  )
  .map(([name, id, user, kind]) => {
    const [service, type] = kind.split(":");
    return `arn:${name}:${service}::${id}:${type}/team/${user}`;
  });
const cognito = fc
  .tuple(fc.constantFrom("eu-west-1", "us-gov-west-1", "cn-north-1"), uuid)
  .map((parts) => parts.join(":"));
const uniqueId = exactly(fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".split("")), 17).map(
  (id) => `AROA${id}`,
);
const userAgent = fc
  .tuple(digit, digit, text(lower, 3, 8))
  .map(
    ([major, minor, comment]) =>
      `Mozilla/5.0 (X11; ${comment}) AppleWebKit/53${major}.${minor} Safari/60${minor}`,
  );
const apiKeyId = fc
  .tuple(exactly(fc.constantFrom(..."abcdefghij0123456789".split("")), 9), digit)
  .map((parts) => parts.join(""));

/** Where an original stands in a sentence. */
const surroundings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ["called by ", " at noon"],
  ["User: ", " is not authorized to perform: cloudwatch:GetMetricData"],
  ["(", ")"],
  ['{"who":"', '"}'],
  ["who=", ","],
  ["[", "]"],
  ["é ", "."],
);
const plain = fc
  .oneof(ipv4, ipv6, email, principalArn, cognito, uuid, uniqueId, userAgent)
  .chain((original) =>
    surroundings.map(([before, after]) => ({ original, text: `${before}${original}${after}` })),
  );
const key = apiKeyId.chain((original) =>
  fc
    .constantFrom(
      "apiKeyId: ",
      '"apiKeyId":"',
      "api key ",
      "x-api-key=",
      "arn:aws:apigateway:eu-west-1::/apikeys/",
    )
    .map((label) => ({ original, text: `${label}${original} was refused` })),
);
const secret = fc.oneof(plain, key);

/** A snapshot with a secret in each place that holds free text. */
function withTexts(texts: readonly string[]): Snapshot {
  const snapshot = recordedSnapshot();
  const at = (index: number): string => texts[index % texts.length] ?? "";
  const [first, ...others] = snapshot.targets;
  const configuration = first?.configuration;
  if (!first || !configuration) throw new Error("the fixture has a target with a configuration");
  return {
    ...snapshot,
    targets: [
      {
        ...first,
        configuration: {
          ...configuration,
          deployments: configuration.deployments.map((deployment, index) => ({
            ...deployment,
            description: at(index),
          })),
          routes: configuration.routes.map((route, index) => ({
            ...route,
            integrationTarget: at(index + 1),
          })),
          usagePlans: configuration.usagePlans.map((plan, index) => ({ ...plan, name: at(index + 2) })),
        },
      },
      ...others,
    ],
    blindSpots: snapshot.blindSpots.map((spot, index) => ({ ...spot, hint: at(index + 3) })),
  };
}

describe("redacting a snapshot", () => {
  test("no original survives", () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), (secrets) => {
        const before = withTexts(secrets.map((one) => one.text));
        const json = JSON.stringify(redactSnapshot(before, KEY).snapshot);
        for (const { original, text: inText } of secrets) {
          expect(JSON.stringify(before)).toContain(JSON.stringify(inText).slice(1, -1));
          expect(json).not.toContain(original);
        }
      }),
    );
  });

  test("twice is once, and every text of any kind stays a valid snapshot of the same shape", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            secret.map((one) => one.text),
            fc.string(),
            fc.string({ unit: anyCharacter }),
          ),
          { minLength: 1 },
        ),
        (texts) => {
          const before = withTexts(texts);
          const once = redactSnapshot(before, KEY).snapshot;
          expect(redactSnapshot(once, KEY).snapshot).toEqual(once);
          expect(snapshotSchema.parse(once)).toEqual(once);
          expect(shape(once)).toEqual(shape(before));
        },
      ),
    );
  });

  test("glued together without a space between them, twice is still once", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            secret.map((one) => one.text),
            fc.constantFrom(":", "@", ".", "-", "/", "user-agent: ", "api key"),
          ),
          { minLength: 2, maxLength: 6 },
        ),
        (parts) => {
          const once = redactSnapshot(withTexts([parts.join("")]), KEY).snapshot;
          expect(redactSnapshot(once, KEY).snapshot).toEqual(once);
        },
      ),
    );
  });

  test("the same original becomes the same text everywhere, another key another text", () => {
    fc.assert(
      fc.property(secret, (one) => {
        const before = withTexts([one.text]);
        const { snapshot, replaced } = redactSnapshot(before, KEY);
        const hints = new Set(snapshot.blindSpots.map(({ hint }) => hint));
        expect(hints.size).toBe(1);
        expect(Object.values(replaced).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
        const other = redactSnapshot(before, "another key").snapshot;
        expect(other.blindSpots[0]?.hint).not.toBe(snapshot.blindSpots[0]?.hint);
      }),
    );
  });
});

/** The JSON with every text blanked. */
function shape(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_name, item: unknown) => (typeof item === "string" ? "" : item)));
}
