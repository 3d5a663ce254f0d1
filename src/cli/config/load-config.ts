import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { ANALYZERS } from "../../analyzers/registry.ts";
import { errorMessage, ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";
import { findConfig } from "./find-config.ts";
import { parseConfig } from "../../model/config-file/parse-config.ts";

export interface LoadedConfig {
  readonly config: Config;
  /** Null where there is no file: everything is at its default. */
  readonly path: string | null;
}

/**
 * The configuration that is named, or else the nearest one upwards of `cwd`, or else the defaults.
 *
 * Errors: E_CONFIG where the file cannot be read or has problems; all of them are in the error's details.
 */
export async function loadConfig(named: string | undefined, cwd: string): Promise<LoadedConfig> {
  const path = named === undefined ? await findConfig(cwd) : resolve(cwd, named);
  if (path === undefined) return { config: { version: 1 }, path: null };
  const text = await readConfig(path);
  const { config, problems } = parseConfig(
    text,
    ANALYZERS.map(({ id }) => id),
    await lintRuleIds(text),
  );
  if (config) return { config, path };
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  throw new ToolError("E_CONFIG", `${path} has ${count}`, {
    details: problems.map(
      ({ line, column, where, text: problem }) =>
        `${path}:${line}:${column} ${where === "" ? "" : `${where}: `}${problem}`,
    ),
    hint: "docs/config.md says what can be set; `gatewatch config schema` prints it for an editor.",
  });
}

/** The rules are many files, which most configurations need not wait for. */
async function lintRuleIds(text: string): Promise<string[] | undefined> {
  if (!text.includes("snooze")) return undefined;
  const { LINT_RULES } = await import("../../alarms/lint/registry.ts");
  return LINT_RULES.map(({ id }) => id);
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ToolError("E_CONFIG", `cannot read the configuration ${path}: ${reason(error)}`, {
      hint: "Write one with `gatewatch config init`, or leave --config out.",
      cause: error,
    });
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  return code === "EISDIR" ? "it is a folder" : errorMessage(error);
}
