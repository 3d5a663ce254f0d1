import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { everyRoute, KEEP_LIMITS } from "../every-route.ts";
import { counted, settingField, settingsByKey, someOf } from "../stage-facts.ts";

export const executionLogs: Check = {
  id: "execution-logs",
  control: "OBS-06",
  group: "observability",
  severity: "medium",
  title: "A stage without execution logs",
  what: "The logging level is ERROR or INFO for every method, single methods' own settings included.",
  why: "An error that the gateway itself made (a mapping, a permission, a certificate, a timeout) is explained in the execution log alone.",
  fix: `Set the level ERROR: it is enough, and writes nothing for requests that go well. INFO writes ten to sixty events a request. ${KEEP_LIMITS}`,
  exempt: "HTTP APIs, which have no execution logs.",
  references: [
    "Security Hub APIGateway.1",
    "AWS Config api-gw-execution-logging-enabled",
    "checkov CKV2_AWS_4",
    "prowler apigateway_restapi_logging_enabled",
    "cdk-nag AwsSolutions-APIG6",
    "cdk-nag APIGWExecutionLoggingEnabled (HIPAA.Security, NIST.800.53.R4, NIST.800.53.R5, PCI.DSS.321)",
  ],
  feature: "execution logs",
  judges: {
    stage: (scene) => {
      const settings = settingsByKey(scene.stage);
      if (settings === undefined || settings[0]?.[1].loggingLevel === undefined) {
        return unknown("the logging level");
      }
      const off = settings.filter(
        ([, { loggingLevel }]) => !["ERROR", "INFO"].includes(loggingLevel ?? "OFF"),
      );
      const evidence = (off.length > 0 ? off : settings).map(([key, { loggingLevel }]) => ({
        field: settingField(scene, key, "loggingLevel"),
        value: loggingLevel ?? "OFF",
      }));
      if (off.length === 0) return pass("Errors are written down.", evidence);
      const message =
        off[0]?.[0] === "*/*"
          ? "It writes no execution log."
          : `${counted(off.length, "method")} ${off.length === 1 ? "switches" : "switch"} it off: ${someOf(off.map(([key]) => key))}.`;
      return { ...fail(message, evidence), names: { routes: off.map(([key]) => key) } };
    },
  },
  remedy: (names) =>
    everyRoute(names, {
      path: "logging/loglevel",
      member: "LoggingLevel",
      argument: "logging_level",
      value: "ERROR",
    }),
};
