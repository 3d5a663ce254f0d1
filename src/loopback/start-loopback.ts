import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { hashText } from "../core/hash.ts";
import type { Account } from "../simulate/account.ts";
import { answerRequest, type LoggedRequest, type Service, type Verdict } from "./answer-request.ts";
import { newAthenaStore, type ExecuteSql } from "./athena/athena-store.ts";
import { newAlarmStore, type ServedAlarm } from "./cloudwatch/alarm-store.ts";
import { emptyAccount } from "./empty-account.ts";
import { createFaultPicker, type FaultPicker, type FaultPlan } from "./fault-plan.ts";
import type { OperationContext } from "./operation.ts";
import type { Published } from "./published.ts";
import { readBody } from "./read-body.ts";
import type { Buckets, WritableBuckets } from "./s3/bucket.ts";
import { ServiceError } from "./service-error.ts";
import type { ServedRole } from "./sts/served-role.ts";

export interface LoopbackOptions {
  /** Default: any free one. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  readonly faults?: FaultPlan | FaultPicker;
  /** What the services take for the present: nothing later has happened. A function: it goes on. Default: the account's own. */
  readonly nowMs?: number | (() => number);
  /** Roles that callers may assume; each leads into the account of its ARN. Default: none. */
  readonly roles?: readonly ServedRole[];
  /** What S3 holds from the start; more can be put into these buckets. */
  readonly buckets?: Buckets;
  /** Alarms that are there from the start, by region; more can be put. Default: the account's own. */
  readonly alarms?: ReadonlyMap<string, readonly ServedAlarm[]>;
  /** Answers Athena's queries; without it each of them fails. */
  readonly executeSql?: ExecuteSql;
}

/** A running endpoint. */
export interface Loopback {
  /** For AWS_ENDPOINT_URL or a client's `endpoint`. */
  readonly url: string;
  /** Every request so far, in the order of arrival; grows while the server runs. */
  readonly requests: readonly LoggedRequest[];
  /** What was sent through topics and buses so far; grows while the server runs. */
  readonly published: readonly Published[];
  /** What S3 holds now. */
  readonly buckets: Buckets;
  /** Hangs up on everybody. */
  close(): Promise<void>;
}

/**
 * Serves accounts in the protocols of CloudWatch, CloudWatch Logs, X-Ray, API Gateway, STS, SNS, EventBridge, S3 and Athena. Any
 * credentials do: they see the first account of a region, those of an assumed role the role's own. A region without an account is
 * served as one in which nothing exists; buckets belong to nobody.
 *
 * Errors: the socket's own where the port is taken.
 */
export async function startLoopback(
  accounts: Account | readonly Account[],
  { port = 0, host = "127.0.0.1", ...served }: LoopbackOptions = {},
): Promise<Loopback> {
  const published: Published[] = [];
  const buckets: WritableBuckets = new Map(
    [...(served.buckets ?? [])].map(([name, objects]) => [name, new Map(objects)]),
  );
  const service = toService([accounts].flat(), served, published, buckets);
  const requests: LoggedRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, service).then(
      (verdict) => {
        requests.push(verdict.log);
        send(response, verdict);
      },
      () => response.destroy(),
    );
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const address = server.address();
  return {
    url: `http://${host}:${typeof address === "object" && address !== null ? address.port : port}`,
    requests,
    published,
    buckets,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function toService(
  accounts: readonly Account[],
  { faults = [], nowMs, roles = [], alarms = new Map(), executeSql }: LoopbackOptions,
  published: Published[],
  buckets: WritableBuckets,
): Service {
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    const digits = [0, 1, 2, 3]
      .map((part) => hashText(`${part}/${ids}`).toString(16).padStart(8, "0"))
      .join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const contexts = new Map<string, OperationContext>();
  const sessions = new Map<string, string>();
  const contextFor = (region: string, accessKeyId: string | undefined): OperationContext => {
    const accountId = sessions.get(accessKeyId ?? "");
    const key = `${accountId ?? "own"}/${region}`;
    const known = contexts.get(key);
    if (known) return known;
    const isAsked = (candidate: Account): boolean =>
      candidate.region === region && (accountId === undefined || candidate.accountId === accountId);
    const account = accounts.find(isAsked) ?? emptyAccount(region, accounts[0], accountId);
    let metrics: ReturnType<Account["metrics"]> | undefined;
    const context: OperationContext = {
      account,
      get nowMs() {
        return typeof nowMs === "function" ? nowMs() : (nowMs ?? account.nowMs);
      },
      metrics: () => (metrics ??= account.metrics()),
      alarms: newAlarmStore(region, account.accountId, alarms.get(region) ?? account.alarms ?? []),
      queries: new Map(),
      athena: newAthenaStore(executeSql),
      buckets,
      published,
      roles,
      sessions,
      newId,
    };
    contexts.set(key, context);
    return context;
  };
  return { contextFor, pickFault: typeof faults === "function" ? faults : createFaultPicker(faults), newId };
}

async function answer(request: IncomingMessage, service: Service): Promise<Verdict> {
  let body: Awaited<ReturnType<typeof readBody>> = { text: "", bytes: new Uint8Array() };
  let bodyError: ServiceError | null = null;
  try {
    body = await readBody(request);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    bodyError = error;
  }
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const { method = "GET", headers } = request;
  return answerRequest(
    { method, headers, body: body.text, bytes: body.bytes, path: url.pathname, query: url.searchParams },
    bodyError,
    service,
  );
}

function send(response: ServerResponse, { reply, isCut }: Verdict): void {
  if (reply === null) {
    if (isCut) response.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  const tooLarge = reply.status === 413 ? { connection: "close" } : {};
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.length, ...tooLarge });
  if (!isCut) response.end(body);
  else response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
