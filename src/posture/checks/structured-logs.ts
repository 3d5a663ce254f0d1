import type { Check } from "../check.ts";
import { fail, pass } from "../judgement.ts";
import { formatRemedy } from "../log-format/format-remedy.ts";
import { formatOf, formatText } from "../log-format/log-format-of.ts";
import { stageField } from "../stage-facts.ts";

export const structuredLogs: Check = {
  id: "structured-logs",
  control: "OBS-02",
  group: "observability",
  severity: "low",
  title: "An access log that is not JSON",
  what: "The Format is one JSON object once its variables have values.",
  why: "Logs Insights finds the fields of JSON by itself; of CLF, CSV or XML every query has to cut them out again, and breaks at a quote in a user agent.",
  fix: "Write the Format as one JSON object; gatewatch audit log-format --emit prints one.",
  exempt: "Where there is no access log: access-logs tells that.",
  references: ["serverless-rules WS2001", "cdk-nag Serverless-APIGWStructuredLogging"],
  feature: "access logs",
  judges: {
    stage: (scene) => {
      const format = formatOf(scene);
      if ("verdict" in format) return format;
      const evidence = [
        { field: stageField(scene, "accessLogSettings.format"), value: formatText(scene.stage) },
      ];
      return format.isJson ? pass("Its lines are JSON.", evidence) : fail("Its lines are no JSON.", evidence);
    },
  },
  remedy: formatRemedy,
};
