import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";

import { readSam } from "../support/describe-template.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(resolve(root, "docs/agent-deploy.md"), "utf8");
const cells = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line.split("|").map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)),
  );

it("the page names every parameter of the template, every property of the construct, every variable of the module", () => {
  const column = (index: number): string[] =>
    cells
      .filter((row) => row.length === 6)
      .flatMap((row) => row[index] ?? [])
      .toSorted();
  expect(column(1)).toEqual(
    Object.keys(readSam(resolve(root, "deploy/lambda/template.yaml")).Parameters ?? {}).toSorted(),
  );
  const construct = readFileSync(resolve(root, "src/cdk/gatewatch.ts"), "utf8");
  const [, body = ""] = /export interface GatewatchProps \{([^]*?)\n\}/.exec(construct) ?? [];
  const properties = [...body.matchAll(/readonly (\w+)\?:/g)].map(([, name = ""]) => name);
  expect(column(2)).toEqual(properties.filter((name) => name !== "code").toSorted());
  const variables = readFileSync(resolve(root, "deploy/terraform/variables.tf"), "utf8").matchAll(
    /^variable "(\w+)"/gm,
  );
  expect(column(3)).toEqual(
    [...variables]
      .map(([, name = ""]) => name)
      .filter((name) => !["name", "package"].includes(name))
      .toSorted(),
  );
});

it("the page's alerts are written with metrics that there are", () => {
  const [, text = ""] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  const { groups } = parse(text) as { groups: { rules: { expr: string }[] }[] };
  const names = groups.flatMap(({ rules }) =>
    rules.flatMap(({ expr }) => expr.match(/gatewatch_\w+/g) ?? []),
  );
  const source = readFileSync(resolve(root, "src/agent/daemon/status-metrics.ts"), "utf8");
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(source).toContain(`"${name}"`);
});
