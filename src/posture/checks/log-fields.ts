import type { Check } from "../check.ts";
import { fail, pass } from "../judgement.ts";
import { formatRemedy } from "../log-format/format-remedy.ts";
import { formatOf } from "../log-format/log-format-of.ts";
import { counted, stageField } from "../stage-facts.ts";

export const logFields: Check = {
  id: "log-fields",
  control: "OBS-03",
  group: "observability",
  severity: "low",
  title: "An access log that cannot say whose fault it was",
  what: "The Format has a variable for each question that everybody asks of an access log: when, which request, how it ended, which route, who called, whose error, how long it took and whose time that was.",
  why: "What is not logged cannot be asked afterwards, and the questions come after the incident.",
  fix: "Add the missing variables; gatewatch audit log-format shows which questions they answer.",
  exempt: "Where there is no access log: access-logs tells that.",
  references: ["Well-Architected Serverless Applications Lens, opex-logging"],
  feature: "access logs",
  judges: {
    stage: (scene) => {
      const format = formatOf(scene);
      if ("verdict" in format) return format;
      const open = format.answers.filter(({ isEssential, isAnswered }) => isEssential && !isAnswered);
      const field = stageField(scene, "accessLogSettings.format");
      if (open.length === 0) return pass("Every essential question has its variable.");
      return fail(
        `${counted(open.length, "question")} cannot be answered: ${open.map(({ question }) => question).join(" ")}`,
        open.map(({ missing }) => ({
          field,
          value: `no ${missing.map((name) => `$context.${name}`).join(", ")}`,
        })),
      );
    },
  },
  remedy: formatRemedy,
};
