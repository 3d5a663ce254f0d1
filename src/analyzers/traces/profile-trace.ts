import { criticalPath } from "../../core/critical-path.ts";
import type { Target } from "../../model/target.ts";
import type { Trace, TraceSpan } from "../../model/trace.ts";
import { buildTree, type TraceNode, type TreeProblems } from "./build-tree.ts";
import { findRepeats, type Repeat } from "./find-repeats.ts";
import { routeOfPath } from "./route-of-path.ts";
import {
  childStep,
  entryStep,
  isFunctionSpan,
  isLambdaServiceSpan,
  isStageSpan,
  type TraceStep,
} from "./trace-step.ts";

/** What one request spent with one kind of step. */
interface StepTime {
  readonly step: TraceStep;
  /** Milliseconds that the request waited for it and none of its parts. The steps' sum is the request's duration. */
  waitedMs: number;
  calls: number;
  faults: number;
}

/** A node with what it is. */
export interface SteppedNode {
  readonly node: TraceNode;
  readonly step: TraceStep;
  readonly depth: number;
  /** True: its parent is the same step, of which this is no call of its own. */
  readonly isPart: boolean;
}

/** One request as its trace tells it. */
export interface RequestProfile {
  readonly traceId: string;
  readonly pick: Trace["pick"];
  /** Undefined: nobody can tell, or the stage has no canary. */
  readonly isCanary: boolean | undefined;
  readonly startMs: number;
  readonly durationMs: number;
  readonly route: string | null;
  readonly status: number | null;
  readonly isFault: boolean;
  readonly isError: boolean;
  readonly isThrottle: boolean;
  /** By label. */
  readonly steps: ReadonlyMap<string, StepTime>;
  /** Functions that were initialized for it, with the milliseconds that took. */
  readonly coldStarts: readonly { readonly name: string; readonly initMs: number }[];
  readonly repeats: readonly Repeat[];
  readonly cause: string | null;
  /** Every node, parents before their children. */
  readonly nodes: readonly SteppedNode[];
  /** Time on the path by node. */
  readonly waitedOf: ReadonlyMap<TraceNode, number>;
}

export interface TraceProfile {
  /** The requests of the target in it; none where it is of another API of the same name. */
  readonly requests: readonly RequestProfile[];
  readonly problems: TreeProblems;
}

/** What a trace says of the requests to one target. */
export function profileTrace(trace: Trace, target: Target): TraceProfile {
  const { entries, problems } = buildTree(trace.spans, (span) => isEntryOf(span, target));
  return { requests: entries.map((entry) => toProfile(trace, entry, target)), problems };
}

/** CloudWatch's names are not unique: two REST APIs of one name have stages of one name. */
function isEntryOf(span: TraceSpan, target: Target): boolean {
  if (target.kind !== "rest") return isLambdaServiceSpan(span);
  if (!isStageSpan(span)) return false;
  const isApi = target.apiId === null || span.apiId === undefined || span.apiId === target.apiId;
  return isApi && span.name.endsWith(`/${target.stage}`);
}

function toProfile(trace: Trace, entry: TraceNode, target: Target): RequestProfile {
  const nodes = stepNodes(entry, target);
  const stepOf = new Map(nodes.map(({ node, step }) => [node, step]));
  const waitedOf = new Map<TraceNode, number>();
  const steps = new Map<string, StepTime>();
  const timeOf = (step: TraceStep): StepTime => {
    const time = steps.get(step.label) ?? { step, waitedMs: 0, calls: 0, faults: 0 };
    steps.set(step.label, time);
    return time;
  };
  const callStartMs = entry.children[0]?.startMs;
  for (const { node, startMs, endMs } of criticalPath(entry)) {
    waitedOf.set(node, (waitedOf.get(node) ?? 0) + endMs - startMs);
    const step = stepOf.get(node);
    if (step === undefined) continue;
    timeOf(step.phase === "gateway" ? gatewaySide(step, callStartMs, endMs) : step).waitedMs +=
      endMs - startMs;
  }
  for (const { node, step, isPart } of nodes) {
    if (step.phase === "gateway" || isPart) continue;
    const time = timeOf(step);
    time.calls += 1;
    if (node.span.isFault === true) time.faults += 1;
  }
  const { span } = entry;
  return {
    traceId: trace.id,
    pick: trace.pick,
    isCanary: trace.isCanary,
    startMs: entry.startMs,
    durationMs: entry.endMs - entry.startMs,
    route: routeOfPath(span, target),
    status: span.status ?? null,
    isFault: span.isFault === true,
    isError: span.isError === true,
    isThrottle: span.isThrottle === true,
    steps,
    coldStarts: nodes.flatMap(({ node }) => coldStartOf(node)),
    repeats: findRepeats(nodes),
    cause: causeOf(nodes),
    nodes,
    waitedOf,
  };
}

function stepNodes(entry: TraceNode, target: Target): SteppedNode[] {
  const found: SteppedNode[] = [];
  const visit = (node: TraceNode, step: TraceStep, depth: number, above: TraceStep | null): void => {
    found.push({ node, step, depth, isPart: step.label === above?.label });
    for (const child of node.children) visit(child, childStep(child, node, step, target), depth + 1, step);
  };
  visit(entry, entryStep(entry), 0, null);
  return found;
}

/** Before its call the gateway checks, authorizes and maps; after it, it maps and writes. */
function gatewaySide(step: TraceStep, callStartMs: number | undefined, endMs: number): TraceStep {
  if (callStartMs === undefined) return step;
  return { ...step, label: endMs <= callStartMs ? "gateway, before its call" : "gateway, after its call" };
}

function coldStartOf(node: TraceNode): { name: string; initMs: number }[] {
  if (!isFunctionSpan(node.span)) return [];
  const init = node.children.find(({ span }) => span.name === "Initialization" || span.name === "Init");
  return init === undefined ? [] : [{ name: node.span.name, initMs: init.endMs - init.startMs }];
}

/** The deepest span that failed knows best; nothing where none says anything. */
function causeOf(nodes: readonly SteppedNode[]): string | null {
  const told = nodes.filter(({ node }) => node.span.cause !== undefined);
  const deepest = told.toSorted((left, right) => right.depth - left.depth)[0];
  return deepest?.node.span.cause ?? null;
}
