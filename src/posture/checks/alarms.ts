import { METRICS } from "../../catalog/metrics.ts";
import { apiDimension, apiNameDimensions } from "../../catalog/dimensions.ts";
import type { Check, StageScene } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy } from "../remedy.ts";

/** Of either flavour's errors and latencies: the alarms that AWS recommends for every API. */
const ERRORS = ["5XXError", "5xx", "IntegrationError", "ExecutionError"];
const LATENCIES = ["Latency", "IntegrationLatency"];

export const alarms: Check = {
  id: "alarms",
  control: "OBS-12",
  group: "observability",
  severity: "medium",
  title: "A stage that nobody is woken up for",
  what: "An alarm on server errors and one on latency watch the stage by the dimensions that CloudWatch keys it by, and each has an action or a composite alarm above it.",
  why: "Without them the first to notice is a customer.",
  fix: "Let gatewatch alarms synth write them, each proven on the stage's own history.",
  exempt:
    "Nowhere. Of a template that declares no alarm on an API it is not decided: they may stand in another one.",
  references: [
    "Well-Architected Serverless Applications Lens, opex-metrics-and-alerts",
    "Amazon CloudWatch, recommended alarms for API Gateway",
    'API Gateway Developer Guide, security best practices ("implement Amazon CloudWatch alarms")',
  ],
  feature: "every flavour",
  judges: {
    stage: (scene) => {
      const { estate, api } = scene;
      if (estate.alarms === undefined) return unknown("the alarms");
      // CloudWatch keys REST APIs by their name, which may be the deployment's.
      if (api.kind === "rest" && api.name === undefined) return unknown("the name that alarms would watch");
      const found = watching(scene);
      const has = (metrics: readonly string[]) => found.filter(({ metric }) => metrics.includes(metric));
      const missing = [
        ...(has(ERRORS).some(({ isHeard }) => isHeard) ? [] : ["server errors"]),
        ...(has(LATENCIES).some(({ isHeard }) => isHeard) ? [] : ["latency"]),
      ];
      const evidence = found.map(({ name, metric, isHeard }) => ({
        field: `alarms[${name}]`,
        value: `${metric}${isHeard ? "" : ", no action"}`,
      }));
      return missing.length === 0
        ? pass("Server errors and latency are watched.", evidence)
        : fail(`No alarm that tells anybody watches ${missing.join(" and ")}.`, evidence);
    },
  },
  remedy: () =>
    remedy(
      [
        "gatewatch alarms synth --format cloudformation --out alarms.yaml",
        "gatewatch alarms synth --format terraform --out alarms.tf",
      ],
      null,
      null,
    ),
};

function watching({ estate, api, stage }: StageScene) {
  const known = new Set(METRICS.filter(({ kind }) => kind === api.kind).map(({ metric }) => metric));
  const dimension = apiDimension(api.kind);
  const values = api.kind === "rest" ? apiNameDimensions(api.name ?? "", api.id) : [api.id];
  return (estate.alarms ?? []).flatMap(({ name, isHeard, metrics }) =>
    metrics
      .filter(
        ({ name: metric, dimensions }) =>
          known.has(metric) &&
          values.includes(dimensions[dimension] ?? "") &&
          // An alarm on the API as a whole covers all of its stages.
          (dimensions["Stage"] === stage.name || dimensions["Stage"] === undefined),
      )
      .map(({ name: metric }) => ({ name, metric, isHeard })),
  );
}
