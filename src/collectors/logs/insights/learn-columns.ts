import { classifyError } from "../../../aws/classify-error.ts";
import type { LogField } from "../../../catalog/log-fields.ts";
import { ToolError } from "../../../core/errors.ts";
import type { Window } from "../../../core/window.ts";
import { compileFormat } from "../../../logs/layout/compile-format.ts";
import { fieldOfPath } from "../../../logs/layout/field-of-path.ts";
import type { Layout } from "../../../logs/layout/layout.ts";
import { learnLayout } from "../../../logs/layout/learn-layout.ts";
import { flattenScalars } from "../../../logs/records/flatten-scalars.ts";
import { logGroupName } from "../describe-log-group.ts";
import type { LogAccess } from "../log-request.ts";
import { readFailure } from "../read-failure.ts";
import { logColumns, type LogColumns } from "./log-columns.ts";

export interface KnownColumns {
  readonly columns: LogColumns;
  /** What was understood, for people. */
  readonly description: string;
}

/** Enough to see what lines look like, and pages without one that are looked at before giving up. */
const SAMPLE_EVENTS = 40;
const MOST_PAGES = 20;

/** Errors: E_BAD_INPUT for a Format that is none, or that names nothing of use. */
export function columnsOfFormat(format: string): KnownColumns {
  const layout = compileFormat(format);
  // A nested value has a path with dots as well, but no key of that name.
  const flatKeys = new Set(Object.keys(layout.keys).filter((path) => isFlat(path, format)));
  return { columns: logColumns(layout, flatKeys), description: layout.description };
}

function isFlat(path: string, text: string): boolean {
  return path.includes(".") && text.includes(JSON.stringify(path));
}

/**
 * What stands where, from the first lines of the window, which FilterLogEvents gives without a charge.
 *
 * Errors: E_NOTHING_READABLE where there are none; those of {@link readFailure}.
 */
export async function learnColumns(
  logGroup: string,
  window: Window,
  access: LogAccess,
): Promise<KnownColumns> {
  const lines = await readSample(logGroup, window, access);
  if (lines.length === 0) {
    throw new ToolError(
      "E_NOTHING_READABLE",
      `the log group ${logGroupName(logGroup)} has no lines in the window`,
      {
        hint: "Look further back with --since, or give the stage's access-log Format with --log-format.",
      },
    );
  }
  const layout = learnLayout(`${lines.join("\n")}\n`);
  if (layout.kind === "text")
    return { columns: logColumns(layout, new Set()), description: layout.description };
  const keys: Record<string, LogField> = {};
  const flatKeys = new Set<string>();
  for (const line of lines) {
    for (const [path] of flattenScalars(parsed(line))) {
      const field = fieldOfPath(layout, path);
      if (field === null) continue;
      keys[path] = field;
      if (isFlat(path, line)) flatKeys.add(path);
    }
  }
  const learned: Layout = { ...layout, keys, fields: [...new Set(Object.values(keys))] };
  return { columns: logColumns(learned, flatKeys), description: layout.description };
}

async function readSample(
  logGroup: string,
  { startMs, endMs }: Window,
  access: LogAccess,
): Promise<readonly string[]> {
  const { FilterLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await access.logs();
  const lines: string[] = [];
  let nextToken: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES && lines.length < SAMPLE_EVENTS; page += 1) {
      const command = new FilterLogEventsCommand({
        logGroupIdentifier: logGroup.replace(/:\*$/, ""),
        startTime: startMs,
        endTime: endMs - 1,
        limit: SAMPLE_EVENTS,
        nextToken,
      });
      const output = await access.budget("filter-log-events", () =>
        client.send(command, { abortSignal: access.signal }),
      );
      lines.push(...(output.events ?? []).flatMap(({ message }) => message?.replace(/\s*\n\s*/g, " ") ?? []));
      nextToken = output.nextToken;
      if (nextToken === undefined || nextToken === "") break;
    }
  } catch (thrown) {
    access.signal.throwIfAborted();
    const failure = classifyError(thrown, { action: "logs:FilterLogEvents", region: access.region });
    throw readFailure(`the log group ${logGroup}`, failure);
  }
  return lines;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
