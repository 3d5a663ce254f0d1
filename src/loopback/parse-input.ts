import type { z } from "zod";

import type { ServiceName } from "./operation.ts";
import { ServiceError } from "./service-error.ts";

/** The code under which each service reports an input that breaks its own rules. */
const VALIDATION_CODE: Readonly<Record<ServiceName, string>> = {
  cloudwatch: "ValidationException",
  logs: "InvalidParameterException",
  xray: "InvalidRequestException",
  apigateway: "BadRequestException",
  sts: "ValidationError",
  s3: "InvalidArgument",
  athena: "InvalidRequestException",
  sns: "InvalidParameter",
  events: "ValidationException",
  lambda: "InvalidParameterValueException",
  cloudtrail: "InvalidLookupAttributesException",
};

/**
 * Checks an input.
 *
 * Errors: SerializationException where a member has another JSON type than the model says; otherwise the
 * service's validation error in the wording of AWS's request validation.
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  service: ServiceName,
): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const wrongType = issues.find((issue) => issue.code === "invalid_type" && issue.input !== undefined);
  if (wrongType) {
    throw new ServiceError(
      "SerializationException",
      `${jsonType(wrongType.input)} can not be converted at '${memberPath(wrongType.path)}'`,
    );
  }
  const missing = issues.find((issue) => issue.code === "invalid_type" && issue.path.length === 1);
  if (missing && service === "cloudwatch") {
    const message = `The parameter ${String(missing.path[0])} is required.\n`;
    throw new ServiceError("MissingRequiredParameterException", message);
  }
  const count = issues.length;
  throw new ServiceError(
    VALIDATION_CODE[service],
    `${count} validation error${count === 1 ? "" : "s"} detected: ${issues.map(toConstraintText).join("; ")}`,
  );
}

function toConstraintText(issue: z.core.$ZodIssue): string {
  const value = issue.input === undefined || issue.input === null ? "null" : `'${textOf(issue.input)}'`;
  return `Value ${value} at '${memberPath(issue.path)}' failed to satisfy constraint: ${constraintOf(issue)}`;
}

function constraintOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return "Member must not be null";
  if (issue.code === "too_big" || issue.code === "too_small") {
    const bound = issue.code === "too_big" ? issue.maximum : issue.minimum;
    const side = issue.code === "too_big" ? "less" : "greater";
    const what = issue.origin === "number" ? "value" : "length";
    return `Member must have ${what} ${side} than or equal to ${bound}`;
  }
  if (issue.code === "invalid_value") {
    return `Member must satisfy enum value set: [${issue.values.map(String).join(", ")}]`;
  }
  if (issue.code === "invalid_format" && issue.pattern !== undefined) {
    return `Member must satisfy regular expression pattern: ${issue.pattern.replace(/^\/|\/$/g, "")}`;
  }
  return issue.message;
}

/** "MetricDataQueries", 0, "Id" as AWS's validation writes it: "metricDataQueries.1.member.id". */
function memberPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `${part + 1}.member` : lowerFirst(String(part))))
    .join(".");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

function jsonType(value: unknown): string {
  if (value === null) return "NULL_VALUE";
  if (Array.isArray(value)) return "START_ARRAY";
  return typeof value === "object" ? "START_OBJECT" : `${(typeof value).toUpperCase()}_VALUE`;
}
