import type { LogQuestion } from "../collectors/account-reader.ts";
import { logGroupOf } from "../collectors/logs/log-group-of.ts";
import { MINUTE_MS } from "../core/window.ts";
import { compileFormat } from "../logs/layout/compile-format.ts";
import { Scanner } from "../logs/scanner/scanner.ts";
import { COUNT_DIMENSIONS, toLogSlice } from "../logs/to-log-slice.ts";
import type { LogSlice } from "../model/log-slice.ts";
import type { Account } from "../simulate/account.ts";
import { requestsIn } from "./requests-in.ts";

/** About as many lines are drawn and read of a span: a busy stage costs as little as a quiet one. */
const MOST_LINES = 250;

/** A span of a simulated target's access log; null where it has none. Of a busy one the first part of each minute. */
export function demoLogSlice(account: Account, { target, window }: LogQuestion): LogSlice | null {
  const group = logGroupOf(target);
  const format = target.configuration?.accessLog?.format;
  if (typeof group !== "string" || format === undefined) return null;
  const layout = compileFormat(format);
  // One scanner for counts and latencies: a made-up stage has few groups, and making a scanner takes longer than its lines.
  const scanner = new Scanner({ by: COUNT_DIMENSIONS, filter: [], cells: true });
  scanner.setLayout(layout);
  const share = Math.min(1, MOST_LINES / Math.max(1, requestsIn(account, target, window, MINUTE_MS / 1_000)));
  const stepMs = Math.max(1, Math.round(share * MINUTE_MS));
  let bytes = 0;
  for (let startMs = window.startMs; startMs < window.endMs; startMs += MINUTE_MS) {
    const lines = [...account.logEvents(group, { startMs, endMs: startMs + stepMs })];
    const text = Buffer.from(lines.map(({ message }) => `${message}\n`).join(""));
    scanner.write(text);
    bytes += text.length;
  }
  scanner.endFile();
  const found = scanner.finish();
  const origin = { ...window, target: target.id, engine: "local", bytes, isComplete: true } as const;
  return toLogSlice({ ...origin, sampledShare: stepMs / MINUTE_MS, fields: layout.fields }, found, found);
}
