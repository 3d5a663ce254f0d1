import { classifyError } from "../../../aws/classify-error.ts";
import { PRICES } from "../../../catalog/prices.ts";
import { errorMessage, ToolError } from "../../../core/errors.ts";
import { mergeAggregates } from "../../../logs/aggregate/merge-aggregates.ts";
import { compileFormat } from "../../../logs/layout/compile-format.ts";
import { Scanner } from "../../../logs/scanner/scanner.ts";
import type { InputProblem } from "../../../logs/sources/input.ts";
import { scanChunks } from "../../../logs/sources/read-stream.ts";
import type { TaskResult } from "../../../logs/sources/run-tasks.ts";
import type { LogRequest, S3Access } from "../log-request.ts";
import { checkLogCost } from "./check-log-cost.ts";
import { listObjects, type S3Object } from "./list-objects.ts";
import { objectChunks } from "./object-chunks.ts";
import { bothFilters, windowFilter } from "./window-filter.ts";

/**
 * Objects that are read at once: each is a stream into a scanner of its own, so that memory does not grow with their size
 * or number, and while one waits for S3 another is scanned.
 */
const LANES = 4;

/**
 * The requests of a window from logs that lie in S3, plain or packed, with or without newlines between them. An object that
 * cannot be read, or not to its end, is a problem in the result; what had been read of it counts. So does an interruption.
 * Requests outside of the window count as filtered.
 *
 * Errors: those of listObjects; E_COST_LIMIT, before anything is read; E_BAD_INPUT for a Format that is none;
 * E_NOTHING_READABLE where there is no object, or none of them could be read.
 */
export async function readS3(
  uri: string,
  request: Omit<LogRequest, "logGroup">,
  access: S3Access,
): Promise<TaskResult> {
  const known = request.format === undefined ? null : compileFormat(request.format);
  const {
    location,
    objects,
    bytes,
    requests,
    problems: unreadable,
  } = await listObjects(uri, request.window, access);
  const allRequests = requests + objects.length;
  const usdOf = (gets: number): number => requests * PRICES.s3ListUsd + gets * PRICES.s3GetUsd;
  const usd = usdOf(objects.length);
  access.onPlan({ objects: objects.length, bytes, requests: allRequests, usd });
  checkLogCost(usd, access.maxCostUsd, `${objects.length} objects of ${uri}`);
  if (objects.length === 0) throw nothingThere(uri, unreadable);

  const client = await access.s3();
  const problems: InputProblem[] = [...unreadable];
  const descriptions = new Set<string>();
  const filter = bothFilters(request.filter, windowFilter(request.window, known?.fields));
  const left = objects.values();
  let [doneBytes, read, gets] = [0, 0, 0];
  // An object whose stream breaks is asked for again, which the plan does not know of.
  const onRequest = (): void => {
    checkLogCost(usdOf(gets + 1), access.maxCostUsd, `${gets + 1} objects and parts of ${uri}`);
    gets += 1;
  };
  const onBytes = (count: number): void => {
    doneBytes += count;
    request.onProgress(doneBytes, bytes);
  };

  async function readOne(scanner: Scanner, { key }: S3Object): Promise<void> {
    const chunks = objectChunks(client, location.bucket, key, access.signal, onRequest);
    try {
      descriptions.add((await scanChunks(scanner, chunks, known, onBytes)).description);
      read += 1;
    } catch (thrown) {
      if (access.signal.aborted) return;
      const { code, hint } = classifyError(thrown, { action: "s3:GetObject", region: access.region });
      const message = code === "UNKNOWN" ? errorMessage(thrown) : hint;
      problems.push({ path: `s3://${location.bucket}/${key}`, message });
    } finally {
      // What is given up half-way would hold its connection for good.
      chunks.return(undefined).catch(() => undefined);
    }
  }

  // Lanes take from one list, so that none waits for another's large object.
  async function lane(): Promise<Scanner> {
    const scanner = new Scanner({ by: request.by, filter, cells: false });
    for (const object of left) {
      if (access.signal.aborted) break;
      await readOne(scanner, object);
    }
    return scanner;
  }
  const scanners = await Promise.all(Array.from({ length: Math.min(LANES, objects.length) }, lane));
  if (access.signal.aborted) {
    problems.push({ path: uri, message: `interrupted: ${read} of ${objects.length} objects were read` });
  }
  const aggregates = scanners.map((scanner) => scanner.finish()).reduce(mergeAggregates);
  if (read === 0 && aggregates.requests + aggregates.filtered === 0) throw nothingThere(uri, problems);
  return { aggregates, problems, descriptions: [...descriptions] };
}

function nothingThere(uri: string, problems: readonly InputProblem[]): ToolError {
  const what = problems.length === 0 ? "there is no object" : "no object could be read";
  return new ToolError("E_NOTHING_READABLE", `${uri}: ${what} that can hold requests of the window`, {
    details: problems.slice(0, MOST_DETAILS).map(({ path, message }) => `${path}: ${message}`),
    hint: 'Look with "aws s3 ls", check the prefix and --since; hours in keys are read as UTC.',
  });
}

const MOST_DETAILS = 5;
