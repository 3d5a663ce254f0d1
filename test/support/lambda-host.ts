import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

import { handler } from "../../src/agent/lambda.ts";
import type { FaultPicker } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback, type LoopbackOptions } from "../../src/loopback/start-loopback.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { Account } from "../../src/simulate/account.ts";
import { stubAwsEnvironment } from "./stub-aws-environment.ts";

export const BUCKET = "agent-of-ours";

/**
 * Where an invocation's process dies: before the request has an effect, or before its answer is read. A step is named by what is
 * asked, in S3 with the first part of the key: "sns:Publish", "s3:PutObject state #2" for the second of its kind.
 */
export interface Death {
  readonly step: string;
  readonly when: "before" | "after";
}

interface Invocation {
  readonly requestId: string;
  readonly timeoutMs: number;
  /** The first whose step comes strikes. */
  readonly deaths?: readonly Death[];
}

/** What somebody was told, in the order of arrival, and by which invocation. */
interface Told {
  readonly channel: string;
  readonly event: AgentEvent;
  readonly invocation: number;
}

interface HostOptions extends Pick<LoopbackOptions, "roles"> {
  readonly accounts: Account | readonly Account[];
  /** As config.yaml in the bucket. */
  readonly config: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly faults?: FaultPicker;
  /** What the webhook's receiver answers. */
  readonly webhookStatus?: () => number;
  /** SDK's own attempts for one call. Default: one, so that each fault is felt. */
  readonly attempts?: number;
}

/**
 * What Lambda is to the function: environment, event, context and log, with AWS and a webhook's receiver around it; time stands
 * still until `setNow`. Every request counts as a step, and where a process dies, nothing that it still does has an effect.
 */
export interface LambdaHost {
  readonly loopback: Loopback;
  readonly told: readonly Told[];
  /** Lines of the log, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Those that have struck. */
  readonly deaths: readonly Death[];
  setNow(nowMs: number): void;
  invoke(event: unknown, invocation: Invocation): Promise<unknown>;
  /** The same, where it does not matter how it ends: what it answered, or null where it failed or died. */
  attempt(event: unknown, invocation: Invocation): Promise<Record<string, unknown> | null>;
  close(): Promise<void>;
}

export async function lambdaHost(options: HostOptions): Promise<LambdaHost> {
  const { accounts, config, environment = {}, faults = () => null, webhookStatus = () => 200 } = options;
  const told: Told[] = [];
  const log: Record<string, unknown>[] = [];
  const struck: Death[] = [];
  let [invocation, steps, deaths, isDead] = [0, [] as string[], [] as readonly Death[], false];
  /** Null: the step is done. */
  const strike = (what: string): "before" | "after" | null => {
    if (isDead) return "before";
    steps.push(what);
    const times = steps.filter((one) => one === what).length;
    const step = times > 1 ? `${what} #${times}` : what;
    const death = deaths.find((one) => one.step === step);
    if (death === undefined) return null;
    isDead = true;
    struck.push(death);
    return death.when;
  };

  vi.useFakeTimers({ toFake: ["Date"] });
  stubAwsEnvironment();
  const objects = new Map([["config.yaml", { body: Buffer.from(config), writtenMs: 0 }]]);
  const loopback = await startLoopback(accounts, {
    ...(options.roles && { roles: options.roles }),
    nowMs: Date.now,
    buckets: new Map([[BUCKET, objects]]),
    faults: (request) => {
      const [, key = ""] = request.service === "s3" ? request.path.slice(1).split("/", 2) : [];
      const fate = strike(`${request.service}:${request.operation}${key === "" ? "" : ` ${key}`}`);
      if (fate === null) return faults(request);
      return fate === "before" ? "hang-up" : "cut-response";
    },
  });
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const fate = strike("webhook");
      const status = webhookStatus();
      if (fate !== "before" && status === 200) {
        const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: AgentEvent[] };
        for (const event of events) told.push({ channel: "webhook", event, invocation });
      }
      // A refusal is not tried again: nobody waits for a process that is dead.
      response.writeHead(fate === null ? status : 403).end();
    });
  });
  await listen(receiver);
  const variables: Record<string, string> = {
    AWS_ENDPOINT_URL: loopback.url,
    AWS_REGION: "eu-west-1",
    AWS_RETRY_MODE: "standard",
    AWS_MAX_ATTEMPTS: String(options.attempts ?? 1),
    GATEWATCH_BUCKET: BUCKET,
    GATEWATCH_WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/news`,
    ...environment,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);

  let published = 0;
  const takeNote = (): void => {
    for (const { destination, message } of loopback.published.slice(published)) {
      const detail = message["Detail"];
      // A mail holds no JSON, but says which event it is.
      const { eventId } = (message["attributes"] ?? {}) as { eventId?: string };
      const event = (typeof detail === "string" ? JSON.parse(detail) : { id: eventId }) as AgentEvent;
      told.push({ channel: destination, event, invocation });
    }
    published = loopback.published.length;
  };
  const write = (text: unknown): boolean => {
    if (isDead) return true;
    for (const line of String(text).trimEnd().split("\n")) {
      const parsed = JSON.parse(line) as Record<string, unknown>;
      log.push(parsed);
      if ("incident" in parsed)
        told.push({ channel: "log", event: parsed as unknown as AgentEvent, invocation });
    }
    return true;
  };

  // Invocations overlap, and share one stdout.
  let atWork = 0;
  let stdout: { mockRestore(): void } | null = null;
  const invoke: LambdaHost["invoke"] = async (event, { requestId, timeoutMs }) => {
    const deadlineMs = Date.now() + timeoutMs;
    atWork += 1;
    stdout ??= vi.spyOn(process.stdout, "write").mockImplementation(write);
    try {
      const getRemainingTimeInMillis = () => deadlineMs - Date.now();
      return await handler(event, { awsRequestId: requestId, getRemainingTimeInMillis });
    } finally {
      takeNote();
      atWork -= 1;
      if (atWork === 0) {
        stdout.mockRestore();
        stdout = null;
      }
    }
  };
  return {
    loopback,
    told,
    log,
    deaths: struck,
    invoke,
    setNow: (nowMs) => vi.setSystemTime(nowMs),
    attempt: async (event, how) => {
      [steps, deaths, isDead] = [[], how.deaths ?? [], false];
      invocation += 1;
      const answer = await invoke(event, how).catch(() => null);
      const wasDead = isDead;
      [deaths, isDead] = [[], false];
      return wasDead ? null : (answer as Record<string, unknown> | null);
    },
    close: async () => {
      vi.useRealTimers();
      vi.unstubAllEnvs();
      receiver.closeAllConnections();
      await Promise.all([loopback.close(), new Promise((resolve) => receiver.close(resolve))]);
    },
  };
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}
