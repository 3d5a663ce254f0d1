import type { TracePhase } from "../../model/trace-report.ts";
import type { Target } from "../../model/target.ts";
import type { TraceSpan } from "../../model/trace.ts";
import type { TraceNode } from "./build-tree.ts";

/** What a node of a trace is, in words that are the same for all requests that do the same. */
export interface TraceStep {
  readonly phase: TracePhase;
  /** Names it among all steps: "DynamoDB GetItem Orders behind orders-fn". */
  readonly label: string;
  /** "DynamoDB", a host, a function; null where it is the gateway's own. */
  readonly service: string | null;
  readonly operation: string | null;
  readonly resource: string | null;
  /** The function or service that calls it; null: the gateway does. */
  readonly behind: string | null;
}

const STAGE = "AWS::ApiGateway::Stage";
const LAMBDA_SERVICE = "AWS::Lambda";
const LAMBDA_FUNCTION = "AWS::Lambda::Function";

export function isStageSpan({ origin }: TraceSpan): boolean {
  return origin === STAGE;
}

/** Where requests of an API begin that X-Ray does not trace itself: HTTP and WebSocket APIs. */
export function isLambdaServiceSpan({ origin }: TraceSpan): boolean {
  return origin === LAMBDA_SERVICE;
}

export function isFunctionSpan({ origin }: TraceSpan): boolean {
  return origin === LAMBDA_FUNCTION;
}

/** The outermost step of a request. */
export function entryStep({ span }: TraceNode): TraceStep {
  if (!isStageSpan(span)) return lambdaStep("lambda-service", span.name, null);
  return { phase: "gateway", label: "gateway", service: null, operation: null, resource: null, behind: null };
}

/**
 * What a child is, by what its parent is.
 *
 * The gateway's own calls: the integration, and a Lambda authorizer, whose call looks like an integration's; it is the one of a
 * function that no route integrates, or of which the name says so. Whatever an authorizer or a web ACL calls is its time.
 */
export function childStep(child: TraceNode, parent: TraceNode, above: TraceStep, target: Target): TraceStep {
  const { span } = child;
  if (above.phase === "authorizer" || above.phase === "waf") return above;
  if (isStageSpan(parent.span) && span.documentId === parent.span.documentId)
    return gatewayCall(span, target);
  if (isLambdaServiceSpan(span)) return lambdaStep("lambda-service", span.name, above);
  if (isFunctionSpan(span)) return lambdaStep("lambda-overhead", span.name, above);
  const part = isFunctionSpan(parent.span) ? FUNCTION_PARTS[span.name] : undefined;
  if (part !== undefined) return lambdaStep(part, parent.span.name, above);
  if (isCall(span, parent.span)) return call(span, above);
  // Code that its author marked: a part of what it runs in, by its own name.
  return { ...above, label: `${maskNumbers(span.name)} in ${above.label}` };
}

type LambdaPart = "lambda-service" | "lambda-init" | "lambda-code" | "lambda-overhead";

const LAMBDA_WORDS: Readonly<Record<LambdaPart, string>> = {
  "lambda-service": "Lambda service for",
  "lambda-init": "cold start of",
  "lambda-code": "code of",
  "lambda-overhead": "Lambda overhead of",
};

const FUNCTION_PARTS: Readonly<Record<string, LambdaPart | undefined>> = {
  Initialization: "lambda-init",
  Init: "lambda-init",
  Invocation: "lambda-code",
  Overhead: "lambda-overhead",
};

function gatewayCall(span: TraceSpan, target: Target): TraceStep {
  const what = span.resource ?? span.name;
  const base = { service: span.name, operation: span.operation ?? null, resource: span.resource ?? null };
  if (/waf/i.test(span.name)) return { ...base, phase: "waf", label: "web ACL", behind: null };
  const integrated = (target.configuration?.routes ?? []).flatMap(
    ({ integrationTarget }) => integrationTarget ?? [],
  );
  const isStranger =
    span.name === "Lambda" &&
    span.resource !== undefined &&
    integrated.length > 0 &&
    !integrated.includes(span.resource);
  if (isStranger || /authori[sz]er/i.test(`${span.name} ${span.resource ?? ""}`)) {
    return { ...base, phase: "authorizer", label: `authorizer ${what}`, behind: null };
  }
  return { ...base, phase: "integration", label: `call of ${what}`, behind: null };
}

/** A part of a Lambda invocation; of a function that the integration calls in turn it is downstream. */
function lambdaStep(part: LambdaPart, name: string, above: TraceStep | null): TraceStep {
  const isDownstream = above?.phase === "downstream";
  return {
    phase: isDownstream ? "downstream" : part,
    label: `${LAMBDA_WORDS[part]} ${name}`,
    service: "Lambda",
    operation: null,
    resource: name,
    behind: above?.behind ?? null,
  };
}

/** A call of something else, or the other side of one. */
function isCall(span: TraceSpan, parent: TraceSpan): boolean {
  return span.namespace === "aws" || span.namespace === "remote" || span.documentId !== parent.documentId;
}

function call(span: TraceSpan, above: TraceStep): TraceStep {
  const behind = above.resource ?? above.service;
  const service = maskNumbers(span.name);
  const what = [service, span.operation, span.resource].filter((part) => part !== undefined).join(" ");
  return {
    phase: "downstream",
    label: behind === null ? what : `${what} behind ${behind}`,
    service,
    operation: span.operation ?? null,
    resource: span.resource ?? null,
    behind,
  };
}

/** A name that holds an id would make every request a kind of its own. */
function maskNumbers(name: string): string {
  return name.replace(/[0-9a-f]{8}(?:-?[0-9a-f]{4,}){2,}|\b[0-9a-f]{12,}\b|\d{3,}/gi, "#");
}
