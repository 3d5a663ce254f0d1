import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

import { DEPLOY_ACTIONS, deployPolicy } from "../../../src/catalog/deploy-permissions.ts";

const FOLDER = "src/alarms/deploy";
const DEPLOYED = {
  aws: "deploy-alarms.json",
  "aws-cn": "deploy-alarms-aws-cn.json",
  "aws-us-gov": "deploy-alarms-aws-us-gov.json",
};

test("every command that a deployment sends is granted, and nothing else", async () => {
  const sent = new Set<string>();
  for (const name of await readdir(FOLDER)) {
    const source = await readFile(join(FOLDER, name), "utf8");
    for (const [, operation] of source.matchAll(/new (?:sdk\.)?([A-Z]\w+)Command\(/g))
      sent.add(operation ?? "");
  }
  expect(sent.size).toBeGreaterThan(5);
  expect([...sent].sort()).toEqual(Object.keys(DEPLOY_ACTIONS).sort());
  const granted = deployPolicy("aws").Statement.flatMap(({ Action }) => Action);
  expect([...granted].sort()).toEqual(Object.values(DEPLOY_ACTIONS).sort());
});

test.each(Object.entries(DEPLOYED))("the policy to copy for %s is the table's", async (partition, file) => {
  const text = await readFile(join("deploy/iam", file), "utf8");
  expect(JSON.parse(text)).toEqual(deployPolicy(partition));
  expect(text).toContain(`arn:${partition}:logs`);
});
