import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";

import type { AuditReport } from "../../src/model/audit-result.ts";
import { CHECKS } from "../../src/posture/registry.ts";
import { checkText, runAudit } from "../../src/posture/run-audit.ts";
import { scoreTargets } from "../../src/posture/score-targets.ts";
import { auditSection } from "../../src/report/audit/audit-section.ts";
import { renderAuditJson } from "../../src/report/audit/render-audit-json.ts";
import { renderAuditMarkdown } from "../../src/report/audit/render-audit-markdown.ts";
import { renderAuditSarif } from "../../src/report/audit/render-audit-sarif.ts";
import { renderAuditTerminal } from "../../src/report/audit/render-audit-terminal.ts";
import { displayWidth } from "../../src/report/text/width.ts";
import { htmlPage } from "../../src/report/html/html-page.ts";
import { readEstate } from "../../src/templates/estate/read-estate.ts";
import { ATTACKS } from "../support/hostile-report.ts";

/** Every name that a template gives away freely: of an API, a stage, a path, a variable, an authorizer, a scheme, a server, a file. */
interface Names {
  readonly api: string;
  readonly stage: string;
  readonly path: string;
  readonly variable: string;
  readonly server: string;
  readonly file: string;
}
const text = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
);
const hostile: fc.Arbitrary<Names> = fc.record({
  api: text,
  stage: text,
  path: text,
  variable: text,
  server: text,
  file: text,
});
const PLAIN: Names = {
  api: "api",
  stage: "stage",
  path: "path",
  variable: "name",
  server: "server",
  file: "a.json",
};

/** Two templates, so that files are in ids, one of resources and one that is a document. */
function audit({ api, stage, path, variable, server, file }: Names): AuditReport {
  const Resources = {
    Orders: {
      Type: "AWS::ApiGateway::RestApi",
      Properties: { Name: api, EndpointConfiguration: { Types: ["EDGE"] } },
    },
    Path: {
      Type: "AWS::ApiGateway::Resource",
      Properties: { RestApiId: { Ref: "Orders" }, ParentId: "root", PathPart: path },
    },
    Method: {
      Type: "AWS::ApiGateway::Method",
      Properties: {
        RestApiId: { Ref: "Orders" },
        ResourceId: { Ref: "Path" },
        HttpMethod: "POST",
        AuthorizationType: "NONE",
        Integration: { Type: "HTTP", Uri: `http://${server}` },
      },
    },
    Stage: {
      Type: "AWS::ApiGateway::Stage",
      Properties: {
        RestApiId: { Ref: "Orders" },
        StageName: stage,
        Variables: { [`password${variable}`]: "hunter2hunter3" },
      },
    },
  };
  const document = {
    openapi: "3.0.1",
    info: { title: api, version: "1" },
    servers: [{ url: `http://${server}` }],
    paths: { [`/${path}`]: { get: { security: [{ [variable]: [stage] }] } } },
  };
  const question = { parameters: new Map<string, string>(), stage, takenMs: 0 };
  const read = [
    readEstate(JSON.stringify({ Resources }), file, question),
    readEstate(JSON.stringify(document), `${file}.2`, question),
  ];
  const results = runAudit(
    CHECKS,
    read.map(({ estate }) => estate),
  );
  const blind = { source: "templates", target: api, code: "ELSEWHERE", hint: `${path} in ${file}` } as const;
  return {
    checks: CHECKS.map(checkText),
    results: results.map((one, index) =>
      index % 9 === 0 && one.verdict === "fail" ? { ...one, silenced: variable } : one,
    ),
    scores: scoreTargets(results),
    advice: [{ kind: "cache", target: api, route: path, message: variable, numbers: {} }],
    blindSpots: [blind],
    cost: null,
    expired: [{ check: variable, until: stage }],
  };
}

/** Controls, line separators, bidirectional overrides, zero width, halves of characters. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const tagsOf = (html: string): string[] => html.match(/<[/!]?[a-zA-Z-]+/g) ?? [];
// Rows have as many cells as their head.
const cellsOf = (row: string): number => row.split(/(?<!\\)\|/).length;
const sarifSchema = z.object({
  runs: z.array(z.object({ results: z.array(z.object({ ruleId: z.string() })) })),
});

test("names in templates are shown and never obeyed, in every format", () => {
  fc.assert(
    fc.property(hostile, (names) => {
      const report = audit(names);
      expect(report.results.filter(({ verdict }) => verdict === "fail").length).toBeGreaterThan(12);
      for (const [verbose, fix] of [
        [false, null],
        [true, "cli"],
      ] as const) {
        const page = { colour: false, width: 80, verbose, fix, cost: null };
        const lines = renderAuditTerminal(report, page).split("\n");
        expect(lines.filter((line) => UNSAFE.test(line))).toEqual([]);
        // A command that is to be typed stands on one line.
        if (fix === null) expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
      }
      const markdown = renderAuditMarkdown(report).split("\n");
      const rows = markdown.filter((line) => line.startsWith("|"));
      expect(new Set(rows.map(cellsOf))).toEqual(new Set([9, 7]));
      expect(markdown.filter((line) => /(?<!\\)[<@`](?!\u200b)/.test(line))).toEqual([]);
      const html = (one: AuditReport): string => htmlPage("Audit", auditSection(one));
      expect(new Set(tagsOf(html(report)))).toEqual(new Set(tagsOf(html(audit(PLAIN)))));
      const json = z
        .object({ results: z.array(z.object({ id: z.string() })) })
        .parse(JSON.parse(renderAuditJson(report, "1")));
      expect(json.results.map(({ id }) => id)).toEqual(report.results.map(({ id }) => id));
      const [run] = sarifSchema.parse(JSON.parse(renderAuditSarif(report, "1"))).runs;
      expect(run?.results).toHaveLength(report.results.filter(({ verdict }) => verdict === "fail").length);
    }),
    { numRuns: process.env["GATEWATCH_JUDGE_ALL"] === undefined ? 6 : 300 },
  );
}, 300_000);
