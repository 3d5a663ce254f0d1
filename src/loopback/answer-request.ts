import type { Account } from "../simulate/account.ts";
import { encodeAnswer, encodeError, type Reply } from "./encode-reply.ts";
import { faultError } from "./fault-errors.ts";
import { toEmptyPage, toPartialData, withoutMark } from "./fault-pages.ts";
import type { FaultKind, FaultPicker } from "./fault-plan.ts";
import { isQuery } from "./is-query.ts";
import type { OperationContext, Operation, JsonObject } from "./operation.ts";
import { answerS3 } from "./s3/answer-s3.ts";
import { ServiceError } from "./service-error.ts";
import { addressOf, header, inputOf, type Addressed, type WireRequest } from "./wire-request.ts";

/** One request as the server saw it. */
export interface LoggedRequest {
  readonly service: string;
  /** Null where it cannot be told. */
  readonly operation: string | null;
  readonly region: string | null;
  /** Null where no whole answer was sent. */
  readonly status: number | null;
  readonly fault: FaultKind | null;
}

/** What to do to the connection. */
export interface Verdict {
  readonly log: LoggedRequest;
  /** Null: say nothing, or, where it is cut, hang up. */
  readonly reply: Reply | null;
  readonly isCut: boolean;
}

export interface Service {
  /** @param accessKeyId who asks: a role's session sees the role's account. */
  readonly contextFor: (region: string, accessKeyId: string | undefined) => OperationContext;
  readonly pickFault: FaultPicker;
  readonly newId: () => string;
}

/**
 * From a request to what is sent back. Never throws: an error inside an operation becomes the service's own
 * internal error.
 *
 * @param bodyError why the body could not be read, where it could not.
 */
export function answerRequest(
  request: WireRequest,
  bodyError: ServiceError | null,
  service: Service,
): Verdict {
  const address = addressOf(request);
  const requestId = service.newId();
  const context = service.contextFor(address.region ?? "", address.accessKeyId);
  const { paging = null } = address.operation ?? {};
  const marked = isAfterEmptyPage(request, address);
  const fault =
    address.region === undefined || bodyError !== null
      ? null
      : service.pickFault({
          service: address.service,
          operation: address.operationName,
          path: request.path,
          isPaged: paging !== null && !marked,
        });
  const toVerdict = (reply: Reply | null, isCut = false): Verdict => ({
    log: {
      service: address.service,
      operation: address.operationName,
      region: address.region ?? null,
      status: isCut ? null : (reply?.status ?? null),
      fault,
    },
    reply,
    isCut,
  });
  if (fault === "timeout" || fault === "hang-up") return toVerdict(null, fault === "hang-up");
  if (fault === "garbage") return toVerdict(GARBAGE);
  let reply: Reply;
  try {
    if (bodyError) throw bodyError;
    const refusal = fault && faultError(fault, sceneOf(address, request, context.account));
    if (refusal) throw refusal;
    if (address.service === "s3" && address.operationName !== null) {
      reply = answerS3(request, context.buckets, requestId, context.nowMs);
    } else {
      const operation = knownOperation(address);
      const answer =
        context.account.recorded?.get(request.path) ??
        answerWith(operation, inputOf(request, address), context, fault);
      reply = encodeAnswer(operation, answer, header(request, "accept"), requestId);
    }
  } catch (error) {
    const isQueryMode = header(request, "x-amzn-query-mode") === "true";
    reply = encodeError(address.service, toServiceError(error), isQueryMode, requestId);
  }
  return toVerdict(reply, fault === "cut-response");
}

function answerWith(
  operation: Operation,
  input: JsonObject,
  context: OperationContext,
  fault: FaultKind | null,
): JsonObject {
  const { paging } = operation;
  const asked = paging ? withoutMark(input, paging).input : input;
  const answer = operation.answer(asked, context);
  if (fault === "empty-page" && paging) return toEmptyPage(asked, answer, paging);
  return fault === "partial-data" ? toPartialData(answer) : answer;
}

/** The page behind an empty one is never emptied again, so that a caller gets to the end. */
function isAfterEmptyPage(request: WireRequest, address: Addressed): boolean {
  const paging = address.operation?.paging;
  if (!paging) return false;
  try {
    return withoutMark(inputOf(request, address), paging).wasMarked;
  } catch {
    return false;
  }
}

/** Errors: for a caller without credentials, and for an operation that is not served. */
function knownOperation({ service, region, operation, operationName }: Addressed): Operation {
  if (region === undefined) {
    throw new ServiceError(
      "MissingAuthenticationTokenException",
      "Request is missing Authentication Token",
      403,
    );
  }
  if (operation) return operation;
  if (isQuery(service)) {
    const version = service === "sts" ? "2011-06-15" : "2010-03-31";
    const message = `Could not find operation ${operationName ?? ""} for version ${version}`;
    throw new ServiceError("InvalidAction", message, 400);
  }
  const isRest = service === "xray" || service === "apigateway" || service === "lambda";
  const message = isRest
    ? "Unable to determine service/operation name to be authorized"
    : `The operation ${operationName ?? ""} is not known`;
  throw new ServiceError("UnknownOperationException", message, isRest ? 404 : 400);
}

function sceneOf({ service, operationName }: Addressed, { path }: WireRequest, account: Account) {
  return { service, operation: operationName, path, account };
}

function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError("InternalFailure", error instanceof Error ? error.message : String(error), 500);
}

const GARBAGE: Reply = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<!doctype html><title>Sign in</title><p>Please sign in to use this network.</p>",
};
