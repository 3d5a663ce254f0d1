import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";

import { sarifRenderer } from "../../../../src/report/renderers/sarif.ts";
import { toView } from "../../../../src/report/view/to-view.ts";
import { aFinding, aSnapshot, aTarget } from "../../../support/report-fixtures.ts";
import { hostileView } from "../../../support/hostile-report.ts";

const OPTIONS = { colour: false, width: 80, timeZone: "UTC", verbose: false };
const text = (minLength = 0) => ({ type: "string", minLength });
const message = {
  type: "object",
  required: ["text"],
  properties: { text: text() },
  additionalProperties: false,
};

// The rules of the published schema (OASIS SARIF 2.1.0, errata 01) for every property that is written here: names,
// types, what is required, enumerations, lower bounds, uniqueness; and what GitHub asks for beyond it (a place in a file).
const SCHEMA = {
  type: "object",
  required: ["version", "runs", "$schema"],
  additionalProperties: false,
  properties: {
    $schema: text(),
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool", "results"],
        additionalProperties: false,
        properties: {
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          tool: {
            type: "object",
            required: ["driver"],
            additionalProperties: false,
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                additionalProperties: false,
                properties: {
                  name: text(1),
                  version: text(),
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: {
                      type: "object",
                      required: ["id"],
                      additionalProperties: false,
                      properties: {
                        id: text(1),
                        shortDescription: message,
                        fullDescription: message,
                        help: message,
                      },
                    },
                  },
                },
              },
            },
          },
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["message", "locations", "ruleId"],
              additionalProperties: false,
              properties: {
                ruleId: text(1),
                ruleIndex: { type: "integer", minimum: -1 },
                level: { enum: ["none", "note", "warning", "error"] },
                message,
                partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
                locations: {
                  type: "array",
                  minItems: 1,
                  items: {
                    type: "object",
                    additionalProperties: false,
                    required: ["physicalLocation"],
                    properties: {
                      physicalLocation: {
                        type: "object",
                        required: ["artifactLocation"],
                        additionalProperties: false,
                        properties: {
                          artifactLocation: {
                            type: "object",
                            required: ["uri"],
                            additionalProperties: false,
                            properties: {
                              uri: { type: "string", pattern: "^[A-Za-z0-9._~:/%!$&'()*+,;=@-]+$" },
                            },
                          },
                          region: {
                            type: "object",
                            additionalProperties: false,
                            properties: { startLine: { type: "integer", minimum: 1 } },
                          },
                        },
                      },
                      logicalLocations: {
                        type: "array",
                        uniqueItems: true,
                        items: {
                          type: "object",
                          additionalProperties: false,
                          properties: { fullyQualifiedName: text(), kind: text() },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Record<string, unknown>[];
  }[];
}

const read = (view: Parameters<typeof sarifRenderer.render>[0]): Log => {
  return JSON.parse(sarifRenderer.render(view, OPTIONS)) as Log;
};

describe("the report as SARIF", () => {
  const isValid = new Ajv({ allErrors: true }).compile(SCHEMA);

  it("keeps the published schema's rules, also where every name is an attack", () => {
    for (const view of [hostileView(), toView(aSnapshot(), [], "0.1.0")]) {
      const log = read(view);
      isValid(log);
      expect(isValid.errors).toBeNull();
      expect(log.runs[0]?.results).toHaveLength(view.report.findings.length);
    }
  });

  it("says what, where, how bad and what next, and is known again", () => {
    const findings = [
      aFinding({ id: "f-3", severity: "info", analyzer: "traffic/surge", route: null }),
      aFinding({ id: "f-1" }),
    ];
    const [run] = read(toView(aSnapshot({ targets: [aTarget()] }), findings, "0.1.0")).runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual([
      "errors/server-error-spike",
      "traffic/surge",
    ]);
    expect(run?.results[0]).toMatchObject({
      ruleId: "errors/server-error-spike",
      ruleIndex: 0,
      level: "error",
      partialFingerprints: { "gatewatch/v1": "f-1" },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "api-gateway/eu-west-1/rest/orders/prod" } },
          logicalLocations: [{ fullyQualifiedName: "rest:orders/prod POST /orders", kind: "resource" }],
        },
      ],
    });
    expect(run?.results[1]).toMatchObject({ level: "note", ruleIndex: 1 });
    expect(JSON.stringify(run?.results[0])).toContain("Next 2. Roll back deployment d7.");
  });
});
