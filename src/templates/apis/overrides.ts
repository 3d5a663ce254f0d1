import { z } from "zod";

import { listOf, recordOf } from "../../core/is-record.ts";

const switchSchema = z.union([
  z.boolean(),
  z.strictObject({
    Threshold: z.number().optional(),
    Severity: z.enum(["page", "ticket"]).optional(),
  }),
]);

const overridesSchema = z.strictObject({
  Disable: z.boolean().optional(),
  Rules: z.record(z.string(), switchSchema).optional(),
  /** A text or a function of the template for each severity, or a list of them. */
  Topics: z.strictObject({ page: z.unknown().optional(), ticket: z.unknown().optional() }).optional(),
  MaxAlarms: z.number().int().min(0).optional(),
});

/** `Metadata: {Gatewatch: ...}` of an API or a stage: what its alarms shall be other than the configuration says. */
export type Overrides = z.infer<typeof overridesSchema>;

export interface OverrideProblem {
  /** Below the resource. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Words of numbers and truth that YAML readers leave as text are taken for what they say. */
export function parseOverrides(metadata: Readonly<Record<string, unknown>>): {
  readonly overrides: Overrides;
  readonly problems: readonly OverrideProblem[];
} {
  const given = metadata["Gatewatch"];
  if (given === undefined || given === null) return { overrides: {}, problems: [] };
  const parsed = overridesSchema.safeParse(plain(given));
  if (parsed.success) return { overrides: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message, ...issue }) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    const steps = [...path, ...keys.slice(0, 1)].filter((step) => typeof step !== "symbol");
    const expected = keys.length > 0 ? `unknown; there are ${knownAt(path)}` : message;
    return { path: ["Metadata", "Gatewatch", ...steps], message: expected };
  });
  return { overrides: {}, problems };
}

/** What stands at the stage wins over what stands at its API. */
export function mergeOverrides(api: Overrides, stage: Overrides): Overrides {
  return {
    ...api,
    ...stage,
    ...(api.Rules || stage.Rules ? { Rules: { ...api.Rules, ...stage.Rules } } : {}),
    ...(api.Topics || stage.Topics ? { Topics: { ...api.Topics, ...stage.Topics } } : {}),
  };
}

/** Texts and functions of one severity. */
export function topicValues({ Topics }: Overrides, severity: "page" | "ticket"): readonly unknown[] {
  const value = Topics?.[severity];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? listOf(value) : [value];
}

function knownAt(path: readonly PropertyKey[]): string {
  if (path.length === 0) return Object.keys(overridesSchema.shape).join(", ");
  return path[0] === "Topics" ? "page and ticket" : "Threshold and Severity";
}

function plain(given: unknown): unknown {
  const { Rules, MaxAlarms, ...rest } = recordOf(given);
  if (typeof given !== "object" || Array.isArray(given)) return given;
  const rules = Object.entries(recordOf(Rules)).map(([rule, value]) => {
    const { Threshold, ...others } = recordOf(value);
    const isObject = typeof value === "object" && value !== null;
    if (!isObject) return [rule, value] as const;
    return [
      rule,
      { ...others, ...(Threshold === undefined ? {} : { Threshold: numeric(Threshold) }) },
    ] as const;
  });
  return {
    ...rest,
    ...(Rules === undefined ? {} : { Rules: Object.fromEntries(rules) }),
    ...(MaxAlarms === undefined ? {} : { MaxAlarms: numeric(MaxAlarms) }),
  };
}

/** "1.0" stays text in a template, since it might be a version. */
function numeric(value: unknown): unknown {
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))
    ? Number(value)
    : value;
}
