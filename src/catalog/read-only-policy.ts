import { PERMISSIONS, type FeatureId } from "./permissions.ts";

/** An IAM policy document, in the order in which people read one. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

/**
 * The least that must be allowed for the features, in a partition ("aws", "aws-cn"): a statement for each
 * feature and set of resources.
 *
 * @param features left out: all of them.
 */
export function readOnlyPolicy(partition: string, features?: readonly FeatureId[]): PolicyDocument {
  const statements = new Map<string, { sid: string; actions: Set<string>; resources: Set<string> }>();
  for (const { feature, action, resource } of PERMISSIONS) {
    if (resource === null || (features && !features.includes(feature))) continue;
    const isAny = resource === "*";
    const sid = `${pascalCase(feature)}${isAny ? "" : "Resources"}`;
    const known = statements.get(sid) ?? { sid, actions: new Set(), resources: new Set() };
    statements.set(sid, known);
    known.actions.add(action);
    known.resources.add(isAny ? "*" : `arn:${partition}:${resource}`);
  }
  return {
    Version: "2012-10-17",
    Statement: [...statements.values()].map(({ sid, actions, resources }) => ({
      Sid: sid,
      Effect: "Allow",
      Action: [...actions],
      Resource: [...resources],
    })),
  };
}

/** Sids hold letters and digits alone. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
