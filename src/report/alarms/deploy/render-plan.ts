import pc from "picocolors";

import type {
  ChangedAlarm,
  DeploymentPlan,
  FieldChange,
  ForeignAlarm,
  StaleAlarm,
} from "../../../model/alarm-deployment.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapLabelled, wrapText } from "../../text/wrap.ts";

export interface PlanTextOptions {
  readonly colour: boolean;
  readonly width: number;
}

/** For people: what would be done in a region, what would not, and why. */
export function renderPlan(plan: DeploymentPlan, { colour, width }: PlanTextOptions): string {
  const paint = pc.createColors(colour);
  const wrap = (text: string, indent: string): string[] => wrapLabelled(indent, text, width);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", paint.bold(title), ...lines];
  const lines = [
    ...wrapText(headline(plan), width).map((line) => paint.bold(line)),
    ...section(
      "metric filters",
      plan.filters.flatMap(({ logMetric, action, fields }) => [
        ...wrap(escapeText(`${logMetric.filterName} of ${logMetric.logGroupName} (${action})`), "  "),
        ...fields.flatMap((change) => wrap(fieldText(change), "    ")),
      ]),
    ),
    ...section(
      "add",
      plan.added.flatMap(({ name }) => wrap(escapeText(name), `  ${paint.green("+")} `)),
    ),
    ...section(
      "change",
      plan.changed.flatMap((one) => [
        ...wrap(escapeText(one.name), `  ${paint.yellow("~")} `),
        ...changeLines(one).flatMap((line) => wrap(line, "      ")),
      ]),
    ),
    ...section(
      "delete",
      plan.stale.flatMap((one) => [
        ...wrap(escapeText(one.name), one.isHeld ? "    " : `  ${paint.red("-")} `),
        ...staleLines(one).flatMap((line) => wrap(line, "      ")),
      ]),
    ),
    ...section(
      "delete metric filters",
      plan.staleFilters.flatMap(({ filterName, logGroupName }) =>
        wrap(escapeText(`${filterName} of ${logGroupName}`), `  ${paint.red("-")} `),
      ),
    ),
    ...section(
      "not put",
      plan.refused.flatMap(({ name, why }) => wrap(escapeText(`"${name}": ${why}`), "  ")),
    ),
    ...section(
      "alarms of others, left alone",
      plan.foreign.flatMap((one) => wrap(foreignText(one), "  ")),
    ),
    ...notes(plan).flatMap((note) => ["", ...wrapText(note, width)]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function headline({ region, added, changed, stale, unchanged }: DeploymentPlan): string {
  const parts = [
    [added.length, "to add"],
    [changed.filter(({ isHeld }) => !isHeld).length, "to change"],
    [stale.filter(({ isHeld }) => !isHeld).length, "to delete"],
  ] as const;
  const some = parts.filter(([count]) => count > 0).map(([count, verb]) => `${count} ${verb}`);
  const held = [...changed, ...stale].filter(({ isHeld }) => isHeld).length;
  const rest = [`${unchanged} as they should be`, ...(held > 0 ? [`${held} held back`] : [])].join(", ");
  return `${region}: ${some.length === 0 ? "nothing to do" : some.join(", ")}; ${rest}.`;
}

function changeLines({ fields, isHeld }: ChangedAlarm): string[] {
  if (fields.length === 0) return ["tags only"];
  const lost = fields.filter(({ origin }) => origin !== "own").map(({ field }) => field);
  const held = `left as it is, since ${lost.join(", ")} would be lost: --overwrite puts it`;
  return [...fields.map(fieldText), ...(isHeld ? [held] : [])];
}

const ORIGINS: Readonly<Record<FieldChange["origin"], string>> = {
  own: "",
  "by-hand": " (changed by hand)",
  unknown: " (not known to Gatewatch)",
};

function fieldText({ field, now, wanted, origin }: FieldChange): string {
  return escapeText(`${field}: ${valueText(now)} -> ${valueText(wanted)}${ORIGINS[origin]}`);
}

function valueText(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}

function staleLines({ renamedTo, changedByHand, heldBy, isHeld }: StaleAlarm): string[] {
  const lines = renamedTo === null ? [] : [escapeText(`is called "${renamedTo}" now`)];
  if (heldBy.length > 0) return [...lines, escapeText(`stays, since "${heldBy.join('", "')}" looks at it`)];
  if (!isHeld) return lines;
  return [
    ...lines,
    escapeText(`stays, since ${changedByHand.join(", ")} was changed by hand: --overwrite deletes it`),
  ];
}

function foreignText({ name, reason, wanted }: ForeignAlarm): string {
  return escapeText(
    reason === "same-name"
      ? `"${name}" has the name of one that is wanted`
      : `"${name}" watches what "${wanted}" watches`,
  );
}

function notes({ untold, outOfView, stale, unseenFilters }: DeploymentPlan): string[] {
  const topics = untold.map((topic) => `--topic ${topic}=arn:aws:sns:...`).join(" ");
  return [
    ...(unseenFilters === null
      ? []
      : [
          escapeText(
            `Metric filters of deleted alarms stay, since they cannot be looked for: ${unseenFilters}`,
          ),
        ]),
    ...(untold.length > 0
      ? [`Nobody is told of alarms for ${untold.join(", ")}, since no topic is known: ${topics}`]
      : []),
    ...(outOfView > 0
      ? [
          `${outOfView} further alarms of Gatewatch are left alone, since only a part of the account was looked at.`,
        ]
      : []),
    ...(stale.some(({ isHeld }) => !isHeld)
      ? ["Metric filters of deleted alarms stay; they carry no mark of whose they are."]
      : []),
  ];
}
