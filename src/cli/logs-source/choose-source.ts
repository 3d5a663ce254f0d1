import { ToolError } from "../../core/errors.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "../source/refuse-together.ts";
import type { LogsSourceOptions } from "./source-options.ts";

const ENGINES = ["auto", "local", "insights", "athena"] as const;
type Engine = (typeof ENGINES)[number];

export type LogsSource =
  | { readonly kind: "files"; readonly paths: readonly string[] }
  | { readonly kind: "s3"; readonly uri: string; readonly engine: "local" | "athena" }
  | {
      readonly kind: "log-group";
      /** Null: the one that the APIs and stages asked for write to. */
      readonly logGroup: string | null;
      readonly engine: "auto" | "local" | "insights";
    };

const WINDOW_FLAGS = [
  ["since", "--since"],
  ["until", "--until"],
] as const;
const TARGET_FLAGS = [
  ["api", "--api"],
  ["stage", "--stage"],
] as const;
const ATHENA_FLAGS = [
  ["athenaDatabase", "--athena-database"],
  ["athenaTable", "--athena-table"],
  ["athenaCreateTable", "--athena-create-table"],
  ["athenaOutput", "--athena-output"],
  ["athenaWorkgroup", "--athena-workgroup"],
  ["printSql", "--print-sql"],
] as const;
const FILE_FLAGS = [
  ["brief", "--brief"],
  ["threads", "--threads"],
  ["follow", "--follow"],
] as const;

/**
 * Where the logs lie, from what was named. Flags that mean nothing there are refused: ignoring them would answer another
 * question than was asked.
 *
 * Errors: E_USAGE.
 */
export async function chooseSource(
  paths: readonly string[],
  options: LogsSourceOptions,
): Promise<LogsSource> {
  const engine = options.engine === undefined ? undefined : await engineOf(options.engine);
  const inS3 = paths.find((path) => /^s3:\/\//i.test(path));
  const isTargeted = options.api !== undefined || options.stage !== undefined;
  if (options.logGroup !== undefined || (isTargeted && paths.length === 0)) {
    return logGroupSource(paths, options, engine ?? "auto");
  }
  if (inS3 !== undefined) return s3Source(inS3, paths, options, engine ?? "local");
  if (paths.length === 0) throw nothingNamed();
  const why = "files are read as they lie on this machine";
  const others = [
    ...TARGET_FLAGS,
    ...WINDOW_FLAGS,
    ["engine", "--engine"],
    ...AWS_FLAGS,
    ...ATHENA_FLAGS,
  ] as const;
  refuseTogether("a file", options, others, why);
  return { kind: "files", paths };
}

async function engineOf(typed: string): Promise<Engine> {
  const { oneOf } = await import("../one-of.ts");
  return oneOf("--engine", typed, ENGINES);
}

function logGroupSource(paths: readonly string[], options: LogsSourceOptions, engine: Engine): LogsSource {
  const flag = options.logGroup === undefined ? "--api or --stage" : "--log-group";
  if (paths[0] !== undefined) {
    throw new ToolError(
      "E_USAGE",
      `"${paths[0]}" has no meaning with ${flag}: one source is read at a time`,
      {
        hint: `Leave out the file or ${flag}.`,
      },
    );
  }
  if (options.logGroup === "") {
    throw new ToolError("E_USAGE", "--log-group is empty", { hint: "Name a log group, or its ARN." });
  }
  if (engine === "athena") {
    throw new ToolError(
      "E_USAGE",
      `--engine athena has no meaning with ${flag}: Athena reads what lies in S3`,
      {
        hint: "Choose auto, local or insights, or name s3://BUCKET/PREFIX.",
      },
    );
  }
  const others = [...(options.logGroup === undefined ? [] : TARGET_FLAGS), ...FILE_FLAGS, ...ATHENA_FLAGS];
  refuseTogether(flag, options, others, "one log group is read, in CloudWatch Logs");
  return { kind: "log-group", logGroup: options.logGroup ?? null, engine };
}

function s3Source(
  uri: string,
  paths: readonly string[],
  options: LogsSourceOptions,
  engine: Engine,
): LogsSource {
  if (paths.length > 1) {
    throw new ToolError("E_USAGE", `${paths.length} sources were named, and one of them lies in S3`, {
      hint: "Name one s3:// prefix or pattern alone; it may hold many objects.",
    });
  }
  refuseTogether("s3://", options, [...TARGET_FLAGS, ...FILE_FLAGS], "objects are read, in S3");
  if (engine === "athena") return { kind: "s3", uri, engine };
  if (engine === "insights") {
    throw new ToolError(
      "E_USAGE",
      "--engine insights has no meaning with s3://: Logs Insights reads log groups",
      {
        hint: "Choose local or athena.",
      },
    );
  }
  refuseWithout("--engine athena", options, ATHENA_FLAGS);
  return { kind: "s3", uri, engine: "local" };
}

function nothingNamed(): ToolError {
  return new ToolError("E_USAGE", "nothing to read was named", {
    hint: 'Name files, folders or globs, "-" for standard input, s3://BUCKET/PREFIX, --log-group NAME, or --api and --stage.',
  });
}
