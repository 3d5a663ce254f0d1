import type { ServiceName } from "./operation.ts";

/** Services that take forms and answer in XML. */
export function isQuery(service: ServiceName): service is "sts" | "sns" {
  return service === "sts" || service === "sns";
}
