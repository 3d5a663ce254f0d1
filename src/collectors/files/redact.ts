import type { ExecutionFailure } from "../../model/execution-slice.ts";
import type { LogSlice, LogTopDimension } from "../../model/log-slice.ts";
import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { keyedHash, REDACTED_KINDS, redactText, type RedactedKind } from "./redact-text.ts";

const TOP_KINDS: Readonly<Record<LogTopDimension, RedactedKind | null>> = {
  client: "addresses",
  apiKey: "apiKeys",
  userAgent: "userAgents",
  message: null,
};

const IS_REPLACED_KEY = new RegExp(`^${REDACTED_KINDS.apiKeys}-[0-9a-f]{12}$`);
const IS_REPLACED_CLIENT = new RegExp(`^${REDACTED_KINDS.addresses}-[0-9a-f]{12}$`);

export interface Redaction {
  readonly snapshot: Snapshot;
  /** How many different originals of each kind were replaced. */
  readonly replaced: Readonly<Record<RedactedKind, number>>;
}

/**
 * The same snapshot without client addresses, API keys, user agents and principals, wherever they stand in a
 * text: each is replaced by a keyed hash, the same original by the same text everywhere, so that what
 * belonged together still does. Pure.
 *
 * Names that the owner gave (APIs, stages, routes, functions, log groups, usage plans) and account ids stay:
 * without them a report says nothing.
 *
 * Shape: the same fields, numbers and order. Redacting twice changes nothing more.
 */
export function redactSnapshot(snapshot: Snapshot, key: string): Redaction {
  const seen = new Map<RedactedKind, Map<string, string>>();
  const replace = (kind: RedactedKind, original: string): string => {
    const known = seen.get(kind) ?? new Map<string, string>();
    seen.set(kind, known);
    const replacement = known.get(original) ?? keyedHash(key, kind, original);
    known.set(original, replacement);
    return replacement;
  };
  const text = (value: string): string => redactText(value, replace);
  const { series, logs, executionLogs, alarmHistory, changes, ...rest } = snapshot;
  // Tens of thousands of numbers hold no text.
  const ofSeries = ({ runs, ...names }: Series): Series => ({ ...mapTexts(names, text), runs });
  // "role deployer" is a person's doing, and no pattern would know the name.
  const ofActor = (by: string | null): string | null =>
    by?.replace(/(?<=^(?:role|user) )(?!principal-[0-9a-f]{12}$).+$/, (name) =>
      replace("principals", name),
    ) ?? null;
  const ofKey = (apiKey: string | null): string | null =>
    apiKey === null || IS_REPLACED_KEY.test(apiKey) ? apiKey : replace("apiKeys", apiKey);
  const ofClient = (client: string | null): string | null =>
    client === null || IS_REPLACED_CLIENT.test(client) ? client : replace("addresses", client);
  const ofFailure = ({ joined, ...failure }: ExecutionFailure): ExecutionFailure => ({
    ...mapTexts(failure, text),
    ...(joined && {
      joined: joined.map(({ client, apiKey, ...one }) => ({
        ...mapTexts(one, text),
        client: ofClient(client),
        apiKey: ofKey(apiKey),
      })),
    }),
  });
  const redacted = {
    ...mapTexts(rest, text),
    ...(executionLogs && {
      executionLogs: executionLogs.map((slice) => ({
        ...mapTexts({ ...slice, failures: [] }, text),
        failures: slice.failures.map(ofFailure),
      })),
    }),
    logs: logs.map((slice): LogSlice => {
      // What clients, keys and agents are called stands there by itself: no pattern would know it.
      const top = slice.top.map((entry) => {
        const kind = TOP_KINDS[entry.dimension];
        const isDone = kind === null || new RegExp(`^${REDACTED_KINDS[kind]}-[0-9a-f]{12}$`).test(entry.text);
        return { ...entry, text: isDone ? text(entry.text) : replace(kind, entry.text) };
      });
      return { ...mapTexts({ ...slice, top: [] }, text), top };
    }),
    ...(changes && {
      changes: changes.map((change) => ({ ...mapTexts(change, text), by: ofActor(change.by) })),
    }),
    series: series.map(ofSeries),
    ...(alarmHistory ? { alarmHistory: { ...alarmHistory, series: alarmHistory.series.map(ofSeries) } } : {}),
  };
  const count = (kind: RedactedKind): number => seen.get(kind)?.size ?? 0;
  return {
    snapshot: redacted,
    replaced: {
      addresses: count("addresses"),
      apiKeys: count("apiKeys"),
      userAgents: count("userAgents"),
      principals: count("principals"),
    },
  };
}

/** A copy in which every text, at any depth, went through `change`; the names of fields stay. */
function mapTexts<T>(value: T, change: (text: string) => string): T;
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change)]));
}
