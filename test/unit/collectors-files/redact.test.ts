import { describe, expect, test } from "vitest";

import { redactSnapshot } from "../../../src/collectors/files/redact.ts";
import { keyedHash, redactText, type RedactedKind } from "../../../src/collectors/files/redact-text.ts";
import { recordedSnapshot } from "./recorded-snapshot.ts";

/** Each original by its kind alone, so that a case reads like the text a user would see. */
const blank = (kind: RedactedKind): string => `<${kind}>`;

describe("redacting a text", () => {
  test.each([
    ["from 203.0.113.7:443 and 203.0.113.8-203.0.113.9", "from <addresses>:443 and <addresses>-<addresses>"],
    ["from ::ffff:198.51.100.4, then [2001:db8::7]:443.", "from <addresses>, then [<addresses>]:443."],
    ["client=2001:db8:1:2:3:4:5:6:443", "client=<addresses>:443"],
    ["mail ann.o'neil+x@mail.example.co.uk.", "mail <principals>"],
    [
      "User: arn:aws-us-gov:sts::123456789012:assumed-role/Team/ann@example.com is not authorized",
      "User: <principals> is not authorized",
    ],
    ["by arn:aws:iam::123456789012:root", "by <principals>"],
    ["AROAABCDEFGHIJKLMNOPQ:ann", "<principals>"],
    ["eu-west-1:0f0f0f0f-1111-2222-3333-444444444444 signed in", "<principals> signed in"],
    ['{"userAgent":"Thing (1; 2)","status":200}', '{"userAgent":"<userAgents>","status":200}'],
    [
      "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 saw it",
      "<userAgents> saw it",
    ],
    ["aws-sdk-js/3.1 os/linux lang/js", "<userAgents>"],
    ["API key id abcde12345 exceeded", "API key id <apiKeys> exceeded"],
    ["arn:aws:apigateway:eu-west-1::/apikeys/zzzzz98765", "arn:aws:apigateway:eu-west-1::/apikeys/<apiKeys>"],
    ["x-api-key: 3q2fsWJl7XtuP0dRkz9TyaQmN5vBc1hE8gZoLw4D", "x-api-key: <apiKeys>"],
  ])("%s", (text, expected) => {
    expect(redactText(text, blank)).toBe(expected);
  });

  test.each([
    "release 2.14 at 12:30:45, see ADR 7",
    "API key authorizer changed",
    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/apigateway/orders",
    "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5/stages/prod",
    "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/3f0c1d2e-4b5a-4697-8877-665544332211",
    "$context.identity.sourceIp $context.identity.userAgent $context.identity.apiKey $context.requestId",
    '{"userAgent":"$context.identity.userAgent","apiKeyId":"$context.identity.apiKeyId"}',
    "rest:orders/prod",
    "TM(10%:90%)",
    "GET /users/{email}",
    "",
  ])("nothing is replaced in %s", (text) => {
    expect(redactText(text, blank)).toBe(text);
  });

  test("long hostile texts take no long time", () => {
    for (const unit of [":", ".", "a:", "1.", "@", "a@", "f", "Mozilla/5.0 (", "api key ", "0-"]) {
      const text = unit.repeat(20_000 / unit.length);
      const replaced = redactText(text, (kind, original) => keyedHash("k", kind, original));
      expect(replaced.length).toBeGreaterThan(0);
    }
  });
});

describe("redacting a snapshot", () => {
  test("counts different originals of each kind and keeps what the owner named", () => {
    const snapshot = recordedSnapshot();
    const [target] = snapshot.targets;
    const [deployment] = target!.configuration!.deployments;
    deployment!.description = "by ann@example.com from 203.0.113.7 and 203.0.113.7, then 203.0.113.9";
    const before = structuredClone(snapshot);
    const { snapshot: redacted, replaced } = redactSnapshot(snapshot, "one key");
    expect(replaced).toEqual({ addresses: 2, apiKeys: 0, userAgents: 0, principals: 1 });
    expect(redacted.targets[0]!.configuration!.deployments[0]!.description).toMatch(
      /^by principal-[0-9a-f]{12} from (addr-[0-9a-f]{12}) and \1, then (?!\1)addr-[0-9a-f]{12}$/,
    );
    expect(snapshot).toEqual(before);
    redacted.targets[0]!.configuration!.deployments[0]!.description = deployment!.description;
    expect(redacted).toEqual(before);
  });

  test("an API that is named like an address is still one target", () => {
    const snapshot = recordedSnapshot();
    const rename = (text: string): string => text.replace("orders", "203.0.113.7");
    snapshot.targets[0] = {
      ...snapshot.targets[0]!,
      id: rename("rest:orders/prod"),
      apiName: rename("orders"),
    };
    snapshot.series = snapshot.series.map((one) =>
      one.target === "rest:orders/prod" ? { ...one, target: rename(one.target) } : one,
    );
    const { snapshot: redacted } = redactSnapshot(snapshot, "one key");
    expect(redacted.targets[0]!.id).toBe(`rest:${redacted.targets[0]!.apiName}/prod`);
    expect(redacted.series.filter(({ target }) => target === redacted.targets[0]!.id)).toHaveLength(2);
  });
});

test("who changed something is a principal, whatever the name looks like; what was changed stays", () => {
  const change = {
    target: "rest:orders/prod",
    atMs: 1_770_000_000_000,
    source: "cloudtrail" as const,
    action: "UpdateStage",
    subject: "stage" as const,
    name: "prod",
    fields: ["/*/*/throttling/rateLimit"],
  };
  const names = ["role deployer", "user ana", "the root user", "service wafv2.amazonaws.com", null];
  const snapshot = { ...recordedSnapshot(), changes: names.map((by) => ({ ...change, by })) };
  const { snapshot: redacted, replaced } = redactSnapshot(snapshot, "key");
  expect(redacted.changes?.map(({ by }) => by)).toEqual([
    `role ${keyedHash("key", "principals", "deployer")}`,
    `user ${keyedHash("key", "principals", "ana")}`,
    ...names.slice(2),
  ]);
  expect(redacted.changes?.map(({ by: _by, ...rest }) => rest)).toEqual(names.map(() => change));
  expect(replaced.principals).toBeGreaterThanOrEqual(2);
  expect(redactSnapshot(redacted, "key").snapshot).toEqual(redacted);
});
