import { z } from "zod";

import { CONTROL_PLANE_PAGE } from "../../catalog/answer-limits.ts";
import { V1_PAGE_LIMIT } from "../../catalog/api-limits.ts";
import type { Account } from "../../simulate/account.ts";
import { apisOf, type Api } from "../apis-of.ts";
import { numberText } from "../input-schemas.ts";
import type { JsonObject, Paging } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";

/** The members that every paged list of version 1 takes. */
export const v1Paging = { position: z.string().optional(), limit: numberText.optional() };

export const V1_PAGING: Paging = { tokenIn: "position", tokenOut: "position", list: "item" };

/** One page of a list of version 1, whose key on the wire is `item`. A limit above the greatest counts as that. */
export function toV1List(
  items: readonly JsonObject[],
  { position, limit, ...question }: { position?: string | undefined; limit?: number | undefined },
): JsonObject {
  const size = limit === undefined || limit < 1 ? CONTROL_PLANE_PAGE : Math.min(limit, V1_PAGE_LIMIT);
  const { items: item, next } = takePage(
    items,
    size,
    question,
    position,
    () => new ServiceError("BadRequestException", "Invalid position parameter"),
  );
  return { item, position: next };
}

/** Errors: NotFoundException, worded as AWS does. */
export function restApi(account: Account, restApiId: string): Api {
  const api = apisOf(account, ["rest"]).find(({ id }) => id === restApiId);
  if (api) return api;
  throw new ServiceError(
    "NotFoundException",
    `Invalid API identifier specified ${account.accountId}:${restApiId}`,
    404,
  );
}
