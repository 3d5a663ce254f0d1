import { ToolError } from "../../core/errors.ts";
import { hashText } from "../../core/hash.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import { alarmKey } from "./alarm-key.ts";

/** What a name can tell of an alarm. */
type NamedScope = Pick<AlarmProposal, "target" | "route" | "rule" | "part" | "severity">;

export const DEFAULT_NAME_TEMPLATE = "{target} {route} {rule} {part}";
const PLACEHOLDERS = ["target", "route", "rule", "part", "severity"] as const;
/** Of PutMetricAlarm; names hold no control characters. */
const LONGEST = 255;

/**
 * The name by the template, spaces that an empty part leaves behind taken out, cut to 255 characters behind which a hash of
 * the key tells two long ones apart.
 *
 * Errors: E_USAGE for a placeholder that is unknown.
 */
export function alarmName(template: string, proposal: NamedScope): string {
  const name = template.replace(/\{([^{}]*)\}/g, (_whole, placeholder: string) =>
    valueOf(placeholder, proposal),
  );
  // oxlint-disable-next-line no-control-regex -- exactly the characters that AlarmName may not hold
  const printable = name.replace(/[\x00-\x1f\x7f]/g, " ");
  const clean = printable.replace(/ {2,}/g, " ").trim();
  if (clean.length <= LONGEST) return clean;
  const tail = ` ${hashText(alarmKey(proposal)).toString(16).padStart(8, "0")}`;
  return clean.slice(0, LONGEST - tail.length) + tail;
}

function valueOf(placeholder: string, proposal: NamedScope): string {
  const known = PLACEHOLDERS.find((name) => name === placeholder);
  if (known === undefined) {
    throw new ToolError("E_USAGE", `"{${placeholder}}" is no part of an alarm's name`, {
      hint: `There are ${PLACEHOLDERS.map((name) => `{${name}}`).join(", ")}.`,
    });
  }
  return proposal[known] ?? "";
}
