import type { DeploymentOutcome } from "../../../model/alarm-deployment.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapLabelled } from "../../text/wrap.ts";

/** Of what is left, only so many are named. */
const SHOWN = 10;

/** For people: what was done in a region, what failed and what was not tried. */
export function renderOutcome(outcome: DeploymentOutcome, width: number): string {
  const { region, done, failed, left, isInterrupted } = outcome;
  const list = (texts: readonly string[], label: string): string[] =>
    texts.flatMap((text) => wrapLabelled(label, escapeText(text), width));
  const named = left.slice(0, SHOWN).map((what) => `not ${what}`);
  const more = left.length > SHOWN ? [`and ${left.length - SHOWN} more`] : [];
  const isShort = failed.length + left.length > 0;
  const lines = [
    `${region}: ${done.length} of ${done.length + failed.length + left.length} calls done.`,
    // Where all went well, the plan has said it.
    ...list(isShort ? done : [], "  done   "),
    ...failed.flatMap(({ what, hint }) => [
      ...list([`not ${what}`], "  failed "),
      ...list([hint], "         "),
    ]),
    ...(left.length === 0 ? [] : [isInterrupted ? "Interrupted; not tried:" : "Not tried:"]),
    ...list([...named, ...more], "  left   "),
    ...(isShort ? ["What was done stays; run it again to go on from there."] : []),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
