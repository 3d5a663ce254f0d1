import { compareText } from "../../core/order.ts";
import { escapeText } from "../text/escape.ts";
import { sarifUri } from "./sarif-uri.ts";

export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What to do about it. */
  readonly help: string;
}

export interface SarifResult {
  /** One of the rules' ids. */
  readonly ruleId: string;
  readonly level: "note" | "warning" | "error";
  readonly message: string;
  /** Null where it concerns no file: an alarm of a live account. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  /** What it concerns where that is no place in a file, by its full name. */
  readonly resource?: string;
  /** The same for the same problem in every run, so that a code host knows it again after lines have moved. */
  readonly fingerprint: string;
  /** Why it is silenced; null where it is not. */
  readonly suppressed: string | null;
}

export interface SarifInput {
  readonly toolVersion: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
}

/**
 * One run as SARIF, which GitHub, GitLab and editors read. Results stand in the order of file, line and rule.
 *
 * Errors: a result of a rule that is not among the rules is a defect of the caller.
 *
 * Source: OASIS, Static Analysis Results Interchange Format 2.1.0, and its JSON schema.
 */
export function renderSarif({ toolVersion, rules, results }: SarifInput): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const ordered = [...results].sort(
    (left, right) =>
      compareText(left.file ?? "", right.file ?? "") ||
      (left.line ?? 0) - (right.line ?? 0) ||
      compareText(left.ruleId, right.ruleId) ||
      compareText(left.fingerprint, right.fingerprint),
  );
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "gatewatch", version: toolVersion, rules: rules.map(toRule) } },
        columnKind: "utf16CodeUnits",
        results: ordered.map((result) => toResult(result, indexes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toRule({ id, title, description, help }: SarifRule): object {
  return {
    id,
    shortDescription: { text: plain(title) },
    fullDescription: { text: plain(description) },
    help: { text: plain(help) },
  };
}

function toResult(result: SarifResult, indexes: ReadonlyMap<string, number>): object {
  const ruleIndex = indexes.get(result.ruleId);
  if (ruleIndex === undefined) throw new Error(`there is no rule "${result.ruleId}" among the rules`);
  const { ruleId, level, message, file, fingerprint, suppressed } = result;
  return {
    ruleId,
    ruleIndex,
    level,
    message: { text: plain(message) },
    ...(file === null ? {} : { locations: [location(file, result)] }),
    partialFingerprints: { "gatewatch/v1": fingerprint },
    ...(suppressed === null
      ? {}
      : { suppressions: [{ kind: "external", justification: plain(suppressed) }] }),
  };
}

function location(file: string, { line, resource }: SarifResult): object {
  // Code hosts show no result without a line; a file as a whole is shown at its first.
  const region = { startLine: Math.max(1, line ?? 1) };
  const physicalLocation = { artifactLocation: { uri: sarifUri(file) }, region };
  if (resource === undefined) return { physicalLocation };
  return {
    physicalLocation,
    logicalLocations: [{ fullyQualifiedName: plain(resource), kind: "resource" }],
  };
}

/** Names come from outside; "[text](link)" in a plain message would become a link (SARIF 2.1.0 §3.11.6). */
function plain(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeText(line))
    .join("\n")
    .replaceAll("](", "] (");
}
