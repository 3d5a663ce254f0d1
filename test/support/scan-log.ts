import type { LogAggregates } from "../../src/logs/aggregate/aggregates.ts";
import type { Dimension, FilterProgram } from "../../src/logs/filter/filter.ts";
import { JSON_LAYOUT, type Layout } from "../../src/logs/layout/layout.ts";
import { Scanner } from "../../src/logs/scanner/scanner.ts";

interface Changes {
  readonly layout?: Layout;
  readonly by?: readonly Dimension[];
  readonly filter?: FilterProgram;
  /** Counts of each group's minutes. Default: true. */
  readonly cells?: boolean;
  readonly brief?: boolean;
  /** Bytes given at once. */
  readonly piece?: number;
}

/** One log through a scanner of its own. */
export function scanLog(log: Buffer | string, changes: Changes = {}): LogAggregates {
  const { by = ["route"], filter = [], cells = true, brief = false } = changes;
  const scanner = new Scanner({ by, filter, cells, brief });
  scanner.setLayout(changes.layout ?? JSON_LAYOUT);
  const bytes = Buffer.from(log);
  const piece = changes.piece ?? Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length; at += piece) scanner.write(bytes.subarray(at, at + piece));
  scanner.endFile();
  return scanner.finish();
}
