import { configSchema, type Config } from "../config.ts";
import { checkYaml, inFileOrder } from "../yaml/check-yaml.ts";
import type { TextProblem } from "../yaml/positioned-yaml.ts";
import { checkMeaning } from "./check-meaning.ts";

export interface ParsedConfig {
  /** Undefined where there are problems. */
  readonly config: Config | undefined;
  /** In the order of the file. */
  readonly problems: readonly TextProblem[];
}

/**
 * Reads the text of a gatewatch.config.yaml. All problems are found in one go: of the YAML, of the schema
 * (unknown names with what was probably meant), of what a value means. Does not throw.
 *
 * @param analyzerIds all that exist, so that a misspelt one is noticed.
 * @param lintRuleIds the same of lint rules; left out: they are not checked.
 */
export function parseConfig(
  text: string,
  analyzerIds: readonly string[],
  lintRuleIds?: readonly string[],
): ParsedConfig {
  const checked = checkYaml(text, configSchema, { noun: "setting", atLeast: "`version: 1`" });
  if (checked.kind === "problems") return { config: undefined, problems: checked.problems };
  const problems = checkMeaning(checked.value, analyzerIds, lintRuleIds).map(({ path, text: message }) =>
    checked.yaml.problemAt(path, message),
  );
  return { config: problems.length > 0 ? undefined : checked.value, problems: inFileOrder(problems) };
}
