import type { Redaction } from "../../collectors/files/redact.ts";
import type { WrittenFile } from "../../collectors/files/write-snapshot.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { escapeText } from "../../report/text/escape.ts";

export interface Recorded {
  readonly snapshot: Snapshot;
  readonly files: readonly WrittenFile[];
  /** Undefined where nothing was to be replaced. */
  readonly replaced: Redaction["replaced"] | undefined;
  /** As typed. */
  readonly out: string;
}

/** What was written and how to read it again. */
export function recordText({ snapshot, files, replaced, out }: Recorded): string {
  const spots = snapshot.blindSpots.length;
  const { alarmHistory } = snapshot;
  const lines = [
    ...files.map(({ path, sizeBytes }) => `${path} (${bytes(sizeBytes)})`),
    `${count(snapshot.targets.length, "target", "targets")}, ${count(snapshot.series.length, "series", "series")}, ${count(spots, "blind spot", "blind spots")}`,
    ...(alarmHistory
      ? [
          `${count(alarmHistory.series.length, "series", "series")} for alarms, from ${new Date(alarmHistory.window.startMs).toISOString()}`,
        ]
      : []),
    replaced === undefined
      ? "Nothing was replaced: client addresses, keys and names of people are in it as they are."
      : `Replaced by hashes: ${count(replaced.addresses, "address", "addresses")}, ${count(replaced.apiKeys, "API key", "API keys")}, ${count(replaced.userAgents, "user agent", "user agents")}, ${count(replaced.principals, "principal", "principals")}`,
    `Look at it again: gatewatch report --from ${shellWord(out)}`,
    ...(alarmHistory
      ? [`Replay alarms over it: gatewatch alarms backtest --from ${shellWord(out)} --alarms PATH`]
      : []),
  ];
  return `${lines.map(escapeText).join("\n")}\n`;
}

function count(value: number, one: string, many: string): string {
  return `${value} ${value === 1 ? one : many}`;
}

function bytes(size: number): string {
  if (size < 1_000) return `${size} B`;
  return size < 1_000_000 ? `${(size / 1_000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

/** One word for a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w./~-]+$/.test(text) && !text.startsWith("-")
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
