import { recordOf } from "../../core/is-record.ts";
import type { Route } from "../../model/target.ts";
import type { Template } from "../cloudformation/template.ts";
import type { Placeholders } from "./placeholders.ts";

/**
 * What a template reserves for its functions, by their name or the placeholder of it.
 *
 * Edge cases: what a parameter or a condition decides is not known. SAM's Globals count where a function says nothing.
 * Source: CloudFormation and SAM, ReservedConcurrentExecutions of AWS::Lambda::Function and AWS::Serverless::Function.
 */
export function reservedConcurrency(
  { document, resources }: Template,
  placeholders: Placeholders,
): ReadonlyMap<string, number> {
  const globals = recordOf(recordOf(recordOf(document.value)["Globals"])["Function"]);
  return new Map(
    [...resources.values()].flatMap(({ id, type, properties }) => {
      if (type !== "AWS::Lambda::Function" && type !== "AWS::Serverless::Function") return [];
      const all = type === "AWS::Serverless::Function" ? { ...globals, ...properties } : properties;
      const reserved = toReservation(all["ReservedConcurrentExecutions"]);
      if (reserved === null) return [];
      const { FunctionName: name } = properties;
      const names = [placeholders.of({ Ref: id }), ...(typeof name === "string" ? [name] : [])];
      return names.map((one) => [one, reserved] as const);
    }),
  );
}

/** Null for what is no count: Terraform's -1 reserves nothing, and a function of the template is known to the deployment alone. */
export function toReservation(value: unknown): number | null {
  const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : null;
}

export function withReservations(
  routes: readonly Route[],
  reservations: ReadonlyMap<string, number>,
): readonly Route[] {
  return routes.map((route) => {
    const reserved = reservations.get(route.integrationTarget ?? "");
    return reserved === undefined ? route : { ...route, reservedConcurrency: reserved };
  });
}
