import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

import { signBody } from "../../../../src/agent/sinks/sign-body.ts";
import { parseConfig } from "../../../../src/model/config-file/parse-config.ts";
import { sinkConfigSchema } from "../../../../src/model/sink-config.ts";

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
