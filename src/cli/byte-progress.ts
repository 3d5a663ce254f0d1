import type { Output } from "./context.ts";
import { formatBytes } from "./format-bytes.ts";

export interface ByteProgress {
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Clears the bar; call it before anything else is printed. Further progress draws it anew. */
  stop(): void;
}

const SILENT: ByteProgress = { onProgress: () => undefined, stop: () => undefined };
const LINE_EVERY_MS = 5_000;
/**
 * How far reading has come: bytes, rate and what is left. A bar on a terminal, elsewhere a line now and then, with --quiet
 * nothing.
 *
 * @param nowMs a clock; any zero.
 */
export async function byteProgress(
  stderr: Output,
  isQuiet: boolean,
  nowMs: () => number,
): Promise<ByteProgress> {
  if (isQuiet) return SILENT;
  if (!stderr.isTTY) return lineProgress(stderr, nowMs);
  const { byteBar } = await import("./byte-bar.ts");
  return byteBar(stderr, nowMs, progressWords);
}

function lineProgress(stderr: Output, nowMs: () => number): ByteProgress {
  const startedMs = nowMs();
  let toldMs = startedMs;
  return {
    onProgress: (doneBytes, totalBytes) => {
      if (nowMs() - toldMs < LINE_EVERY_MS) return;
      toldMs = nowMs();
      stderr.write(`reading: ${progressWords(doneBytes, totalBytes, toldMs - startedMs)}\n`);
    },
    stop: () => undefined,
  };
}

/** "412 MB of 1.10 GB, 801 MB/s, 1 s left"; without a total, what has been read. */
export function progressWords(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  const rate = (doneBytes / Math.max(elapsedMs, 1)) * 1_000;
  const speed = `${formatBytes(rate)}/s`;
  if (totalBytes <= 0 || doneBytes > totalBytes) return `${formatBytes(doneBytes)}, ${speed}`;
  const left = rate > 0 ? [`${formatSeconds((totalBytes - doneBytes) / rate)} left`] : [];
  return [`${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`, speed, ...left].join(", ");
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
