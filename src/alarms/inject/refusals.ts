import { TEMPLATE_LIMITS } from "../../catalog/template-limits.ts";
import { ToolError } from "../../core/errors.ts";
import { recordOf } from "../../core/is-record.ts";
import type { Template } from "../../templates/cloudformation/template.ts";
import { SECTIONS, type Section } from "./markers.ts";
import type { Member } from "./member.ts";

/** Errors: E_BAD_INPUT where a logical id is taken. */
export function refuseDoubles(
  members: Readonly<Record<Section, readonly Member[]>>,
  { document }: Template,
  file: string,
): void {
  const sections = recordOf(document.value);
  const taken = new Set(SECTIONS.flatMap((name) => Object.keys(recordOf(sections[name]))));
  const twice = Object.values(members)
    .flat()
    .find(({ id }) => taken.has(id));
  if (twice === undefined) return;
  throw new ToolError("E_BAD_INPUT", `${file} has something of the name ${twice.id} already`, {
    hint: "Nothing was changed. Where it is an alarm of Gatewatch that has lost its markers, take it out by hand.",
  });
}

/** Errors: E_BAD_INPUT beyond what CloudFormation takes of one template. */
export function refuseTooLarge(
  text: string,
  { Resources: added }: Readonly<Record<Section, readonly Member[]>>,
  { document }: Template,
  file: string,
): void {
  const before = Object.keys(recordOf(recordOf(document.value)["Resources"])).length;
  const bytes = new TextEncoder().encode(text).length;
  if (before + added.length <= TEMPLATE_LIMITS.resources && bytes <= TEMPLATE_LIMITS.bytes) return;
  throw new ToolError(
    "E_BAD_INPUT",
    `${file} would have ${before} + ${added.length} resources and ${bytes} bytes; CloudFormation takes ${TEMPLATE_LIMITS.resources} and ${TEMPLATE_LIMITS.bytes}`,
    {
      hint: "Nothing was changed. Ask for fewer (--max-alarms), or put them into stacks of their own: gatewatch alarms synth --format cloudformation",
    },
  );
}
