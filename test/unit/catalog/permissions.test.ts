import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { PARTITIONS, partitionOfArn, partitionOfRegion } from "../../../src/catalog/partitions.ts";
import { FEATURES, PERMISSIONS } from "../../../src/catalog/permissions.ts";
import { readOnlyPolicy } from "../../../src/catalog/read-only-policy.ts";

const DEPLOYED = {
  aws: "read-only.json",
  "aws-cn": "read-only-aws-cn.json",
  "aws-us-gov": "read-only-aws-us-gov.json",
};

/** "cloudwatch ListMetrics" for each SDK command that the sources load. */
async function loadedCommands(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const folder of ["src/aws", "src/collectors"]) {
    for (const name of await readdir(folder, { recursive: true })) {
      if (!name.endsWith(".ts")) continue;
      const source = await readFile(join(folder, name), "utf8");
      for (const statement of source.matchAll(
        /(?:const|import)\s*\{([^}]*)\}\s*(?:=\s*await\s+import\(|from)\s*"@aws-sdk\/client-([\w-]+)"/g,
      )) {
        for (const [, operation] of (statement[1] ?? "").matchAll(/\b([A-Z]\w+)Command\b/g)) {
          found.add(`${statement[2]} ${operation}`);
        }
      }
      // A module loaded whole: `const sdk = await import(...)`, its commands taken out afterwards.
      for (const [, names] of source.matchAll(/const\s*\{([^}]*)\}\s*=\s*sdk;/g)) {
        const loaded = [...source.matchAll(/sdk = await import\("@aws-sdk\/client-([\w-]+)"\)/g)];
        expect(loaded.length).toBeGreaterThan(0);
        for (const [, operation] of (names ?? "").matchAll(/\b([A-Z]\w+)Command\b/g)) {
          found.add(`${nearestBefore(source, names ?? "")} ${operation}`);
        }
      }
    }
  }
  return found;
}

function nearestBefore(source: string, names: string): string | undefined {
  const before = source.slice(0, source.indexOf(names));
  return [...before.matchAll(/sdk = await import\("@aws-sdk\/client-([\w-]+)"\)/g)].at(-1)?.[1];
}

describe("permissions", () => {
  test("every SDK command that the sources load is in the table, and the other way round", async () => {
    const loaded = await loadedCommands();
    const listed = new Map(PERMISSIONS.map((row) => [`${row.client} ${row.operation}`, row.feature]));
    expect(loaded.size).toBeGreaterThan(10);
    expect([...loaded].filter((name) => !listed.has(name))).toEqual([]);
    expect([...listed.keys()].filter((name) => !loaded.has(name))).toEqual([]);
  });

  test("no command hides from that search", async () => {
    const loaded = await loadedCommands();
    for (const folder of ["src/aws", "src/collectors"]) {
      for (const name of await readdir(folder, { recursive: true })) {
        if (!name.endsWith(".ts")) continue;
        const source = await readFile(join(folder, name), "utf8");
        for (const [, operation] of source.matchAll(/\b([A-Z][A-Za-z0-9]+)Command\b/g)) {
          expect(
            [...loaded].some((one) => one.endsWith(` ${operation}`)),
            `${name}: ${operation}`,
          ).toBe(true);
        }
      }
    }
  });

  test("every feature has a permission and every permission a feature", () => {
    expect(new Set(PERMISSIONS.map(({ feature }) => feature))).toEqual(new Set(FEATURES.map(({ id }) => id)));
  });

  test("all of them only read", () => {
    for (const { action } of PERMISSIONS) {
      expect(action).toMatch(
        /^(?:apigateway:GET|lambda:GetFunctionConfiguration|sts:(?:GetCallerIdentity|AssumeRole)|cloudwatch:(?:Describe|Get|List)\w+|logs:(?:Describe|Filter|Get)\w+|logs:(?:Start|Stop)Query|s3:(?:GetObject|ListBucket)|athena:(?:Start|Stop|Get)Query\w+|sns:GetTopicAttributes|xray:(?:BatchGet|Get|ListRetrieved)\w+|xray:StartTraceRetrieval|cloudtrail:LookupEvents)$/,
      );
    }
  });
});

describe("the policy", () => {
  test.each(Object.entries(DEPLOYED))("for %s is what deploy/iam/%s holds", async (partition, file) => {
    const text = await readFile(join("deploy/iam", file), "utf8");
    expect(JSON.parse(text)).toEqual(readOnlyPolicy(partition));
  });

  test("allows each permission, and no secret of an API key", () => {
    const { Statement } = readOnlyPolicy("aws-cn");
    for (const { action, resource } of PERMISSIONS) {
      if (resource === null) continue;
      const wanted = resource === "*" ? "*" : `arn:aws-cn:${resource}`;
      const allowed = Statement.some(
        ({ Action, Resource }) => Action.includes(action) && Resource.includes(wanted),
      );
      expect(allowed, `${action} on ${wanted}`).toBe(true);
    }
    const text = JSON.stringify(Statement);
    // Whoever may read every log reads secrets.
    expect(text).not.toMatch(/log-group:\*/);
    expect(text).not.toContain("apikeys");
    expect(text).not.toContain("AssumeRole");
    expect(text).not.toContain("arn:aws:");
  });

  test("no statement allows more than its rows do together", () => {
    for (const { Action, Resource } of readOnlyPolicy("aws").Statement) {
      for (const action of Action) {
        for (const resource of Resource) {
          const row = PERMISSIONS.find(
            (one) =>
              one.action === action && (one.resource === resource || `arn:aws:${one.resource}` === resource),
          );
          expect(row, `${action} on ${resource}`).toBeDefined();
        }
      }
    }
  });

  test("fits into a managed policy, with Sids that IAM takes", () => {
    const { Statement } = readOnlyPolicy("aws-us-gov");
    // IAM counts characters without white space: 6,144 for a managed policy.
    expect(JSON.stringify(Statement).length).toBeLessThan(6_144);
    const sids = Statement.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });

  test.each([
    ["traces", ["logs:DescribeLogGroups", "logs:GetQueryResults", "logs:StartQuery", "logs:StopQuery"]],
    ["execution-logs", ["logs:DescribeLogGroups", "logs:FilterLogEvents"]],
  ] as const)("of %s alone holds what they ask of CloudWatch Logs", (feature, wanted) => {
    const actions = readOnlyPolicy("aws", [feature]).Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.startsWith("logs:")).toSorted()).toEqual(wanted);
  });

  test("of some features holds theirs alone", () => {
    const { Statement } = readOnlyPolicy("aws", ["metrics", "metric-list"]);
    expect(Statement.flatMap(({ Action }) => Action)).toEqual([
      "cloudwatch:ListMetrics",
      "cloudwatch:GetMetricData",
    ]);
  });
});

describe("partitions", () => {
  test("agree with the SDK's own, region by region", async () => {
    const path = "node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js";
    const source = await readFile(path, "utf8");
    const literal = source.slice(source.indexOf("{"), source.lastIndexOf("}") + 1);
    const { partitions } = JSON.parse(literal.replace(/,\s*([}\]])/g, "$1")) as {
      partitions: { id: string; outputs: { dnsSuffix: string }; regions: Record<string, unknown> }[];
    };
    expect(partitions.map(({ id, outputs }) => `${id} ${outputs.dnsSuffix}`).sort()).toEqual(
      PARTITIONS.map(({ id, dnsSuffix }) => `${id} ${dnsSuffix}`).sort(),
    );
    const regions = partitions.flatMap(({ id, regions: known }) =>
      Object.keys(known)
        .filter((region) => /-\d+$/.test(region))
        .map((region) => [region, id] as const),
    );
    expect(regions.length).toBeGreaterThan(35);
    for (const [region, id] of regions) {
      expect([region, partitionOfRegion(region).id]).toEqual([region, id]);
      expect(PARTITIONS.filter((one) => one.regions.test(region))).toHaveLength(1);
    }
  });

  test("are named by ARNs; what is none has none", () => {
    expect(partitionOfArn("arn:aws-us-gov:iam::123456789012:user/ann")?.id).toBe("aws-us-gov");
    expect(partitionOfArn("arn:aws:iam::123456789012:root")?.dnsSuffix).toBe("amazonaws.com");
    expect(partitionOfArn("urn:aws:iam")).toBeUndefined();
    expect(partitionOfArn("arn:azure:iam")).toBeUndefined();
    expect(partitionOfRegion("mars-north-1").id).toBe("aws");
  });
});
