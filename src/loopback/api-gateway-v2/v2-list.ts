import { z } from "zod";

import { CONTROL_PLANE_PAGE } from "../../catalog/answer-limits.ts";
import { V1_PAGE_LIMIT } from "../../catalog/api-limits.ts";
import type { Account } from "../../simulate/account.ts";
import { apisOf, type Api } from "../apis-of.ts";
import { numberText } from "../input-schemas.ts";
import type { JsonObject, Paging } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";

/** The members that every list of version 2 takes; the count is a string on the wire. */
export const v2Paging = { nextToken: z.string().optional(), maxResults: numberText.optional() };

export const V2_PAGING: Paging = { tokenIn: "nextToken", tokenOut: "nextToken", list: "items" };

export function toV2List(
  all: readonly JsonObject[],
  { nextToken, maxResults, ...question }: { nextToken?: string | undefined; maxResults?: number | undefined },
): JsonObject {
  const size =
    maxResults === undefined || maxResults < 1 ? CONTROL_PLANE_PAGE : Math.min(maxResults, V1_PAGE_LIMIT);
  const { items, next } = takePage(
    all,
    size,
    question,
    nextToken,
    () => new ServiceError("BadRequestException", "Invalid NextToken"),
  );
  return { items, nextToken: next };
}

/** Errors: NotFoundException. REST APIs are not found here, nor these by version 1. */
export function v2Api(account: Account, apiId: string): Api {
  const api = apisOf(account, ["http", "websocket"]).find(({ id }) => id === apiId);
  if (api) return api;
  throw new ServiceError("NotFoundException", `Invalid API identifier specified ${apiId}`, 404);
}

/** Version 2 writes times as ISO-8601 with whole seconds. */
export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
