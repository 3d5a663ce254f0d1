import type { Check } from "../check.ts";
import { fail, notApplicable, pass } from "../judgement.ts";
import { formatRemedy } from "../log-format/format-remedy.ts";
import { formatOf } from "../log-format/log-format-of.ts";
import { someOf, stageField } from "../stage-facts.ts";

export const logValidity: Check = {
  id: "log-validity",
  control: "OBS-04",
  group: "observability",
  severity: "medium",
  title: "A JSON access log whose lines are not always JSON",
  what: "In a JSON Format every variable stands within quotes, except $context.error.messageString, which brings its own.",
  why: 'An absent value is logged as a bare hyphen: "latency": - is no JSON, so exactly the lines of failed requests are lost to every query. A messageString within quotes gives ""Forbidden"", which is none either.',
  fix: "Quote every variable, numbers too, and write $context.error.message in place of a quoted messageString.",
  exempt: "Where the Format is no JSON (structured-logs tells that), and where there is no access log.",
  references: ['API Gateway Developer Guide, "Variables for access logging for API Gateway"'],
  feature: "access logs",
  judges: {
    stage: (scene) => {
      const format = formatOf(scene);
      if ("verdict" in format) return format;
      if (!format.isJson) return notApplicable("Its lines are no JSON at all, which structured-logs tells.");
      const field = stageField(scene, "accessLogSettings.format");
      const problems = [
        ...(format.unquoted.length === 0
          ? []
          : [
              `${someOf(format.unquoted.map((name) => `$context.${name}`))} ${format.unquoted.length === 1 ? "stands" : "stand"} outside of quotes.`,
            ]),
        ...(format.isMessageStringQuoted ? ["$context.error.messageString stands within quotes."] : []),
        ...format.refused.map((reason) => `API Gateway refuses it: ${reason}.`),
      ];
      return problems.length === 0
        ? pass("Every variable is quoted.")
        : fail(problems.join(" "), [
            ...format.unquoted.map((name) => ({ field, value: `$context.${name} without quotes` })),
            ...(format.isMessageStringQuoted ? [{ field, value: '"$context.error.messageString"' }] : []),
          ]);
    },
  },
  remedy: formatRemedy,
};
