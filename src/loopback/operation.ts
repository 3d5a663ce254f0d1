import type { MetricKey } from "../model/metric-key.ts";
import type { z } from "zod";

import type { Account } from "../simulate/account.ts";
import { parseInput } from "./parse-input.ts";
import type { AthenaStore } from "./athena/athena-store.ts";
import type { AlarmStore } from "./cloudwatch/alarm-store.ts";
import type { QueryStore } from "./logs/query-store.ts";
import type { Published } from "./published.ts";
import type { WritableBuckets } from "./s3/bucket.ts";
import type { ServedRole } from "./sts/served-role.ts";

/** Services by the prefix of their IAM actions; API Gateway v1 and v2 share one. */
export type ServiceName =
  | "cloudwatch"
  | "logs"
  | "xray"
  | "apigateway"
  | "sts"
  | "s3"
  | "athena"
  | "sns"
  | "events"
  | "lambda"
  | "cloudtrail";

export type JsonObject = Readonly<Record<string, unknown>>;

/** What an operation may ask while it answers. */
export interface OperationContext {
  readonly account: Account;
  readonly nowMs: number;
  /** The account's metrics, listed once for the life of the server. */
  readonly metrics: () => readonly (MetricKey & { readonly newestMs: number })[];
  readonly alarms: AlarmStore;
  readonly queries: QueryStore;
  readonly athena: AthenaStore;
  readonly buckets: WritableBuckets;
  /** What was sent through topics and buses, in the order of arrival. */
  readonly published: Published[];
  readonly roles: readonly ServedRole[];
  /** Account ids by the access keys that assumed roles were given. */
  readonly sessions: Map<string, string>;
  /** A fresh id in the form of a UUID. */
  readonly newId: () => string;
}

/** Where a list operation keeps its token and its lists, which is all that an empty page needs to know. */
export interface Paging {
  readonly tokenIn: string;
  readonly tokenOut: string;
  readonly list: string;
}

/** One operation of one service: a question and its answer, both in AWS's own words. */
export interface Operation {
  readonly service: ServiceName;
  readonly name: string;
  /** Of REST services: the path template whose parameters become members of the input. */
  readonly route: { readonly method: "GET" | "POST"; readonly path: string } | null;
  readonly paging: Paging | null;
  /** Errors: ServiceError, in the service's own codes. */
  readonly answer: (input: JsonObject, context: OperationContext) => JsonObject;
}

/** Binds an operation to the schema of its input, which is checked before it answers. */
export function operation<S extends z.ZodType>(definition: {
  readonly service: ServiceName;
  readonly name: string;
  readonly route?: Operation["route"];
  readonly paging?: Paging;
  readonly input: S;
  readonly answer: (input: z.output<S>, context: OperationContext) => JsonObject;
}): Operation {
  const { service, name, route = null, paging = null, input: schema, answer } = definition;
  return {
    service,
    name,
    route,
    paging,
    answer: (input, context) => answer(parseInput(schema, input, service), context),
  };
}
