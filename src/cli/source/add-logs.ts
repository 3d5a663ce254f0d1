import { logQuestions } from "../../analyzers/log-questions.ts";
import { analyze } from "../../analyzers/run.ts";
import type {
  AccountReader,
  LogReadOptions,
  LogReading,
  OnProgress,
} from "../../collectors/account-reader.ts";
import { addCosts } from "../../collectors/add-costs.ts";
import { ToolError } from "../../core/errors.ts";
import type { SettingsFor } from "../../model/config.ts";
import { NO_COST, type Snapshot } from "../../model/snapshot.ts";

export interface AddLogsOptions {
  readonly engine: LogReadOptions["engine"];
  /** Of the whole run, metrics included; null: no limit. */
  readonly maxCostUsd: number | null;
  readonly settingsFor: SettingsFor;
}

/**
 * The snapshot with what the access logs say of its findings: it is analyzed once, and the logs of what was found are read.
 * What cannot be read, or would cost too much, is a blind spot: the metrics are paid for already.
 *
 * @param readers those that the snapshot was read through.
 */
export async function addLogs(
  snapshot: Snapshot,
  readers: readonly AccountReader[],
  { engine, maxCostUsd, settingsFor }: AddLogsOptions,
  onProgress: OnProgress,
): Promise<Snapshot> {
  const { questions, blindSpots } = logQuestions(snapshot, analyze(snapshot, settingsFor).findings);
  const spentUsd = (): number => readers.reduce((sum, reader) => sum + reader.cost().usd, 0);
  const readings: LogReading[] = [];
  // One after the other: what one spends, the next cannot.
  for (const reader of readers) {
    const accountId = await reader.accountId();
    const own = questions.filter(
      ({ target }) => target.region === reader.region && (accountId ?? target.accountId) === target.accountId,
    );
    if (own.length === 0) continue;
    const left = maxCostUsd === null ? null : Math.max(0, maxCostUsd - spentUsd());
    readings.push(await readUnderLimit(reader, own, { engine, maxCostUsd: left }, onProgress));
  }
  return {
    ...snapshot,
    logs: readings.flatMap(({ slices }) => slices),
    blindSpots: [...snapshot.blindSpots, ...blindSpots, ...readings.flatMap((one) => one.blindSpots)],
    cost: readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST),
  };
}

async function readUnderLimit(
  reader: AccountReader,
  questions: Parameters<AccountReader["readLogs"]>[0],
  options: LogReadOptions,
  onProgress: OnProgress,
): Promise<LogReading> {
  try {
    return await reader.readLogs(questions, options, onProgress);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const hint = [error.message, error.hint ?? ""].join(". ").trim();
    const code = error.code.replace(/^E_/, "");
    return { slices: [], blindSpots: [{ source: "access-logs", target: null, code, hint }] };
  }
}
