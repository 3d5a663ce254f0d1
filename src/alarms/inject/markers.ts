/** The parts of a template that alarms are injected into, in the order in which they are usually written. */
export const SECTIONS = ["Parameters", "Conditions", "Resources"] as const;
export type Section = (typeof SECTIONS)[number];

const WORDS: Readonly<Record<Section, string>> = {
  Parameters: "parameters",
  Conditions: "conditions",
  Resources: "alarms",
};

export function beginMarker(section: Section): string {
  return `# gatewatch:begin ${WORDS[section]} (by "gatewatch alarms inject", which also updates and removes them)`;
}

export function endMarker(section: Section): string {
  return `# gatewatch:end ${WORDS[section]}`;
}

const MARKER = /^# gatewatch:(begin|end) ([a-z]+)/;

/** What a comment marks; null: it is no marker. */
export function markerOf(comment: string): { readonly edge: "begin" | "end"; readonly word: string } | null {
  const [, edge, word] = MARKER.exec(comment) ?? [];
  return edge === undefined || word === undefined ? null : { edge: edge === "begin" ? edge : "end", word };
}

/** Where no comments can stand, a parameter is recognised by how its description begins. */
export const PARAMETER_MARK = "Added by Gatewatch: ";
/** The same, of a section that was not there before. */
export const SECTION_MARK = "Added by Gatewatch with this section: ";
/** Begins the names of conditions that are added. */
export const CONDITION_PREFIX = "GatewatchAnyOf";
/** Types of resources that are added. */
export const INJECTED_TYPES: readonly string[] = [
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::Logs::MetricFilter",
];
