import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { everyRoute, KEEP_LIMITS } from "../every-route.ts";
import { settingField, settingsByKey, someOf } from "../stage-facts.ts";

export const dataTrace: Check = {
  id: "data-trace",
  control: "OBS-07",
  group: "observability",
  severity: "high",
  title: "Whole requests and responses in the execution log",
  what: "Data tracing is off for every method, single methods' own settings included.",
  why: "It writes bodies and headers of every request into the log: passwords, tokens and personal data among them. AWS advises against it in production.",
  fix: `Switch it off; switch it on for one method and one hour where a payload must be seen. ${KEEP_LIMITS}`,
  exempt: "HTTP APIs, which have no execution logs.",
  references: ["checkov CKV_AWS_276", "Well-Architected Serverless Applications Lens, data-protection"],
  feature: "execution logs",
  judges: {
    stage: (scene) => {
      const settings = settingsByKey(scene.stage);
      if (settings === undefined || settings[0]?.[1].dataTrace === undefined) return unknown("data tracing");
      const on = settings.filter(([, own]) => own.dataTrace === true);
      const evidence = on.map(([key]) => ({
        field: settingField(scene, key, "dataTraceEnabled"),
        value: "true",
      }));
      return on.length === 0
        ? pass("No payload is logged.")
        : {
            ...fail(
              `It logs payloads of ${someOf(on.map(([key]) => (key === "*/*" ? "every method" : key)))}.`,
              evidence,
            ),
            names: { routes: on.map(([key]) => key) },
          };
    },
  },
  remedy: (names) =>
    everyRoute(names, {
      path: "logging/dataTrace",
      member: "DataTraceEnabled",
      argument: "data_trace_enabled",
      value: false,
    }),
};
