import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";

import { eventBridgeSink } from "../../../../src/agent/sinks/event-bridge.ts";
import { signBody } from "../../../../src/agent/sinks/sign-body.ts";
import type { AwsClients } from "../../../../src/aws/clients.ts";
import { agentEventSchema } from "../../../../src/model/agent-event.ts";
import { parseConfig } from "../../../../src/model/config-file/parse-config.ts";
import { sinkConfigSchema } from "../../../../src/model/sink-config.ts";
import { aRun, anEvent } from "../../../support/agent-events.ts";
import { aSinkContext } from "../../../support/sink-context.ts";

const page = await readFile("docs/sinks.md", "utf8");

it("the page has a row for each sink, and its example is one without a problem that has them all", () => {
  const types = sinkConfigSchema.options.map((one) => one.shape.type.value);
  for (const type of types) expect(page).toContain(`| \`${type}\``);
  const [, example = ""] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  const { config, problems } = parseConfig(example, []);
  expect(problems).toEqual([]);
  expect(config?.agent?.sinks?.map(({ type }) => type).toSorted()).toEqual(types.toSorted());
});

it("the page's receiver takes our signature, and no other", async () => {
  const [, code = ""] = /```js\n([^]*?)```/.exec(page) ?? [];
  const module = `${code}\nexport { isOurs };`;
  const { isOurs } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(module)}`
  )) as {
    isOurs: (body: string, header: string | undefined, key: string, nowSeconds: number) => boolean;
  };
  const header = signBody('{"é":1}', "k3y", 1_772_730_005_678);
  expect(header).toBe(
    `t=1772730005,v1=${createHmac("sha256", "k3y").update('1772730005.{"é":1}').digest("hex")}`,
  );
  expect(isOurs('{"é":1}', header, "k3y", 1_772_730_060)).toBe(true);
  expect(isOurs('{"é":2}', header, "k3y", 1_772_730_060)).toBe(false);
  expect(isOurs('{"é":1}', header, "key", 1_772_730_060)).toBe(false);
  expect(isOurs('{"é":1}', header, "k3y", 1_772_731_000)).toBe(false);
  expect(isOurs('{"é":1}', undefined, "k3y", 1_772_730_060)).toBe(false);
});

it("the page names each detail-type, its rule matches what is critical, and details are as the schema says", async () => {
  interface Entry {
    readonly Source: string;
    readonly DetailType: string;
    readonly Detail: string;
  }
  const entries: Entry[] = [];
  const send = async ({ input }: { input: { Entries: Entry[] } }) => {
    entries.push(...input.Entries);
    return { Entries: input.Entries.map((_entry, index) => ({ EventId: `e${index}` })) };
  };
  const bus = { eventBridge: async () => ({ send }) } as unknown as AwsClients;
  const { options: kinds } = agentEventSchema.shape.kind;
  const events = kinds.flatMap((kind) => [
    anEvent({ id: kind, kind }),
    anEvent({ id: `${kind}, mild`, kind }, { severity: "warning" }),
  ]);
  await eventBridgeSink({}, aSinkContext({ clients: () => bus })).deliver(events, aRun(), () => undefined);
  expect(entries).toHaveLength(2 * kinds.length);
  const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(await readFile("docs/schema/agent-event-1.json", "utf8")) as object,
  );
  for (const { Detail, DetailType, Source } of entries) {
    expect(page).toContain(`\`${DetailType}\``);
    expect(page).toContain(`\`source\` is \`${Source}\``);
    expect([isValid(JSON.parse(Detail)), isValid.errors]).toEqual([true, null]);
  }
  const [, rule = ""] = /```json\n([^]*?)```/.exec(page) ?? [];
  const matched = entries.filter(({ Source, DetailType, Detail }) =>
    isMatch(JSON.parse(rule), {
      source: Source,
      "detail-type": DetailType,
      detail: JSON.parse(Detail) as unknown,
    }),
  );
  expect(matched.map(({ DetailType }) => DetailType)).toEqual([
    "Gatewatch Incident Opened",
    "Gatewatch Incident Updated",
  ]);
});

/** As EventBridge matches: each field of the pattern, a list of what is allowed there. */
function isMatch(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(value);
  return Object.entries(pattern as object).every(([name, inner]) =>
    isMatch(inner, (value as Record<string, unknown> | undefined)?.[name]),
  );
}
