import { LOG_FIELDS, logFieldNumber } from "../../catalog/log-fields.ts";
import type { Dimension } from "./filter.ts";

/** Short names for what people ask by; every field also goes by its own name, with hyphens or without. */
const SHORT: Readonly<Record<string, Dimension>> = {
  route: "route",
  client: "ip",
  "api-key": "apiKeyId",
  "user-agent": "userAgentFamily",
  error: "messagePattern",
  type: "responseType",
  api: "apiId",
  canary: "isCanary",
  deployment: "deploymentId",
  id: "requestId",
};

/** As assembly/group.ts numbers those that are no field. */
const DERIVED: Readonly<Record<string, number>> = { route: 100, userAgentFamily: 101, messagePattern: 102 };

const BY_NAME = new Map<string, Dimension>([
  ...LOG_FIELDS.map(({ field }): [string, Dimension] => [field.toLowerCase(), field]),
  ...Object.entries(SHORT).map(([name, dimension]): [string, Dimension] => [
    name.replace(/-/g, ""),
    dimension,
  ]),
]);

/** What a name of --by or --filter stands for. */
export function parseDimension(name: string): Dimension | undefined {
  return BY_NAME.get(name.toLowerCase().replace(/[-_]/g, ""));
}

/** Every name, hyphenated: the short ones first. */
export function dimensionNames(): string[] {
  const fields = LOG_FIELDS.map(({ field }) =>
    field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
  return [...new Set([...Object.keys(SHORT), ...fields])];
}

export function dimensionNumber(dimension: Dimension): number {
  if (dimension === "route" || dimension === "userAgentFamily" || dimension === "messagePattern") {
    return DERIVED[dimension] ?? -1;
  }
  return logFieldNumber(dimension);
}
