import type { CauseKind } from "../../model/finding.ts";
import { recognize } from "../signatures/recognize.ts";
import type { Signature, Symptom } from "../signatures/signature.ts";

/** Who answered with an error, what that means, and what to do. */
export interface ErrorMeaning {
  readonly kind: CauseKind;
  /** A clause without a full stop: "the stage's web ACL blocked them". */
  readonly what: string;
  readonly actions: readonly string[];
  /** The way to fail that it looks like; null where it looks like none that is known. */
  readonly signature: string | null;
}

/** @param knowsTypes whether the lines carry the response type, without which nobody can tell the gateway's answer from the backend's. */
export function errorMeaning(symptom: Symptom, knowsTypes: boolean): ErrorMeaning {
  const signature = recognize(symptom);
  if (signature !== null) return ofSignature(signature);
  const status = symptom.status ?? 0;
  return { ...withoutSignature(status, symptom.responseType, knowsTypes), signature: null };
}

export function ofSignature({ id, kind, explanation, nextSteps }: Signature): ErrorMeaning {
  return { kind, what: explanation, actions: nextSteps, signature: id };
}

type Meaning = Omit<ErrorMeaning, "signature">;

function withoutSignature(status: number, responseType: string | null, knowsTypes: boolean): Meaning {
  if (!knowsTypes) return ofStatusAlone(status);
  if (responseType === null) return ofBackend(status);
  return status >= 500
    ? {
        kind: status === 500 ? "configuration" : "integration",
        what: "API Gateway answered itself, since it could not use or reach the integration",
        actions: ["Look at the integration's latest change and at the execution log of a failed request."],
      }
    : {
        kind: "client",
        what: "API Gateway refused them itself",
        actions: ["Look at the error message of the lines and at the latest change of the API."],
      };
}

function ofBackend(status: number): Meaning {
  if (status >= 500) {
    return {
      kind: "integration",
      what: "the backend itself answered with them",
      actions: [
        "Look at the logs of the function or service behind the route, at the time of the first error.",
      ],
    };
  }
  if (status === 429) {
    return {
      kind: "downstream",
      what: "the backend itself answered 429 (no limit of API Gateway)",
      actions: ["Look at the backend's own rate limiting."],
    };
  }
  return {
    kind: "client",
    what: "the backend itself refused the requests",
    actions: [
      "Compare what these callers send with what the backend accepts, and with the latest change of either.",
    ],
  };
}

function ofStatusAlone(status: number): Meaning {
  const hint =
    "Add $context.error.responseType to the access log: it tells the gateway's answers from the backend's.";
  if (status === 429) {
    return { kind: "throttle", what: "a rate limit or a quota was reached", actions: [hint] };
  }
  return status >= 500
    ? { kind: "integration", what: "the lines do not tell who answered", actions: [hint] }
    : { kind: "client", what: "the lines do not tell who answered", actions: [hint] };
}
