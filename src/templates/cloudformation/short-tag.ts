/** Functions that CloudFormation knows by these names behind "Fn::". Source: CloudFormation, "Intrinsic function reference". */
const FUNCTIONS = [
  "And",
  "Base64",
  "Cidr",
  "Equals",
  "FindInMap",
  "GetAZs",
  "GetAtt",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
];

/**
 * The long form of a function's short form in YAML: `!Sub x` is `{"Fn::Sub": "x"}`, `!GetAtt a.b.c` names the resource
 * before the first dot. Undefined for a tag that is no function.
 */
export function applyShortTag(tag: string, value: unknown): unknown {
  if (tag === "Ref" || tag === "Condition") return { [tag]: value };
  if (tag !== "GetAtt" || typeof value !== "string") {
    return FUNCTIONS.includes(tag) ? { [`Fn::${tag}`]: value } : undefined;
  }
  const dot = value.indexOf(".");
  return { "Fn::GetAtt": dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
}
