import { changeQuestions } from "../analyzers/change-questions.ts";
import { executionQuestions } from "../analyzers/execution-questions.ts";
import { logQuestions } from "../analyzers/log-questions.ts";
import { analyze } from "../analyzers/run.ts";
import { isFailure, traceQuestions } from "../analyzers/trace-questions.ts";
import type {
  AccountReader,
  ChangeReading,
  ExecutionReading,
  LogQuestion,
  LogReadOptions,
  LogReading,
  OnProgress,
  TraceReading,
} from "../collectors/account-reader.ts";
import { distinctBlindSpots } from "../collectors/blind-spots.ts";
import { addCosts } from "../collectors/add-costs.ts";
import { errorWithHint, ToolError } from "../core/errors.ts";
import type { SettingsFor } from "../model/config.ts";
import { NO_COST, type BlindSpot, type Snapshot } from "../model/snapshot.ts";
import { within } from "./watch/within.ts";

export interface AddLogsOptions {
  readonly engine: LogReadOptions["engine"];
  /** Of the whole run, metrics included; null: no limit. */
  readonly maxCostUsd: number | null;
  readonly settingsFor: SettingsFor;
  /** Of the run. What is not read until then is a blind spot; left out: as long as it takes. */
  readonly leftMs?: () => number;
}

/** Traces to retrieve of an incident, and as many of the time before it: enough to tell steps apart by a tenth. */
const TRACES_A_SPAN = 120;

/**
 * The snapshot with what logs and traces say of its findings: it is analyzed once, and what was found is looked up in them.
 * What cannot be read, or would cost too much, is a blind spot: the metrics are paid for already.
 *
 * @param readers those that the snapshot was read through.
 */
export async function addLogs(
  snapshot: Snapshot,
  readers: readonly AccountReader[],
  { engine, maxCostUsd, settingsFor, leftMs = () => Infinity }: AddLogsOptions,
  onProgress: OnProgress,
): Promise<Snapshot> {
  const { findings } = analyze(snapshot, settingsFor);
  const { questions, blindSpots } = logQuestions(snapshot, findings);
  const executions = executionQuestions(snapshot, findings);
  const spentUsd = (): number => readers.reduce((sum, reader) => sum + reader.cost().usd, 0);
  const readings: LogReading[] = [];
  const executionReadings: ExecutionReading[] = [];
  const traces = traceQuestions(snapshot, findings);
  const withExtremes = findings.some(({ analyzer }) => isFailure(analyzer));
  const traceReadings: TraceReading[] = [];
  const changes = changeQuestions(snapshot, findings);
  const changeReadings: ChangeReading[] = [];
  const askers: { readonly reader: AccountReader; readonly isOwn: (question: Asked) => boolean }[] = [];
  // One after the other: what one spends, the next cannot.
  for (const reader of readers) {
    // Where the time runs out here, each question below says so.
    const accountId = await within(ownerOf(reader), leftMs(), null);
    if (accountId === undefined) continue;
    const isOwn = ({ target }: Asked): boolean =>
      target.region === reader.region && (accountId ?? target.accountId) === target.accountId;
    askers.push({ reader, isOwn });
    const own = questions.filter(isOwn);
    if (own.length > 0) {
      const left = maxCostUsd === null ? null : Math.max(0, maxCostUsd - spentUsd());
      const read = async () => reader.readLogs(own, { engine, maxCostUsd: left }, onProgress);
      readings.push(await orBlind("access-logs", leftMs, read, NO_SLICES));
    }
    const ownExecutions = executions.filter(isOwn);
    if (ownExecutions.length > 0) {
      const read = async () => reader.readExecutionLogs(ownExecutions, onProgress);
      executionReadings.push(await orBlind("execution-logs", leftMs, read, NO_SLICES));
    }
    const ownTraces = traces.filter(isOwn);
    if (ownTraces.length > 0) {
      const left = maxCostUsd === null ? null : Math.max(0, maxCostUsd - spentUsd());
      const how = { mostTraces: TRACES_A_SPAN, withExtremes, maxCostUsd: left };
      const read = async () => reader.readTraces(ownTraces, how, onProgress);
      traceReadings.push(await orBlind("xray", leftMs, read, NO_SLICES));
    }
  }
  // Last, since it is the slowest: two calls a second.
  for (const { reader, isOwn } of askers) {
    const own = changes.filter(isOwn);
    if (own.length === 0) continue;
    const read = async () => reader.readChanges(own, onProgress);
    changeReadings.push(await orBlind("cloudtrail", leftMs, read, { changes: [] }));
  }
  const executionLogs = executionReadings.flatMap(({ slices }) => slices);
  const traceSlices = traceReadings.flatMap(({ slices }) => slices);
  const changed = changeReadings.flatMap((one) => one.changes);
  return {
    ...snapshot,
    logs: readings.flatMap(({ slices }) => slices),
    ...(executionLogs.length > 0 && { executionLogs }),
    ...(traceSlices.length > 0 && { traces: traceSlices }),
    ...(changed.length > 0 && { changes: changed }),
    blindSpots: [
      ...snapshot.blindSpots,
      ...blindSpots,
      ...distinctBlindSpots(
        [...readings, ...executionReadings, ...traceReadings, ...changeReadings].flatMap(
          (one) => one.blindSpots,
        ),
      ),
    ],
    cost: readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST),
  };
}

type Asked = Pick<LogQuestion, "target">;

const NO_SLICES = { slices: [] };

const WHAT_IS_READ = {
  "access-logs": "access logs were",
  "execution-logs": "execution logs were",
  xray: "traces were",
  cloudtrail: "CloudTrail's event history was",
} as const;

type ReadSource = keyof typeof WHAT_IS_READ;

function outOfTime(source: ReadSource): BlindSpot {
  const hint = `The run's time ran out before ${WHAT_IS_READ[source]} read: the causes are told without, or by a later run.`;
  return { source, target: null, code: "OUT_OF_TIME", hint };
}

/** Undefined: it has no credentials that work, and so nothing to answer; whoever looked first said so. */
async function ownerOf(reader: AccountReader): Promise<string | null | undefined> {
  try {
    return await reader.accountId();
  } catch (error) {
    if (error instanceof ToolError && error.code === "E_CREDENTIALS") return undefined;
    throw error;
  }
}

async function orBlind<Reading extends { readonly blindSpots: readonly BlindSpot[] }>(
  source: ReadSource,
  leftMs: () => number,
  read: () => Promise<Reading>,
  nothing: Omit<Reading, "blindSpots">,
): Promise<Omit<Reading, "blindSpots"> & Pick<Reading, "blindSpots">> {
  const late = { ...nothing, blindSpots: [outOfTime(source)] };
  const left = leftMs();
  if (left <= 0) return late;
  try {
    return await within(read(), left, late);
  } catch (error) {
    return { ...nothing, blindSpots: [blindSpotOf(source, error)] };
  }
}

/** Errors: whatever is no ToolError, as it is. */
function blindSpotOf(source: string, error: unknown): BlindSpot {
  if (!(error instanceof ToolError)) throw error;
  return { source, target: null, code: error.code.replace(/^E_/, ""), hint: errorWithHint(error) };
}
