import type { Output } from "./context.ts";

interface ByteProgress {
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Clears the line; call it before anything else is printed. */
  stop(): void;
}

const WIDTH = 24;
const FIRST_AFTER_MS = 400;

/**
 * How far reading has come: bytes, rate and what is left. On a terminal alone, and only for what takes a moment. Drawn by
 * hand, since reading leaves no turn of the event loop to a library's timers.
 */
export function byteProgress(stderr: Output, isQuiet: boolean): ByteProgress {
  if (isQuiet || !stderr.isTTY) return { onProgress: () => undefined, stop: () => undefined };
  const startedMs = performance.now();
  let isDrawn = false;
  return {
    onProgress: (doneBytes, totalBytes) => {
      const seconds = (performance.now() - startedMs) / 1_000;
      if (seconds * 1_000 < FIRST_AFTER_MS) return;
      isDrawn = true;
      stderr.write(`\r\u001b[K${progressText(doneBytes, totalBytes, seconds)}`);
    },
    stop: () => {
      if (isDrawn) stderr.write("\r\u001b[K");
    },
  };
}

/** "reading [####....]  412 MB of 1.1 GB  801 MB/s  1 s left"; without a total, what has been read. */
export function progressText(doneBytes: number, totalBytes: number, seconds: number): string {
  const rate = doneBytes / Math.max(seconds, 0.001);
  const speed = `${formatBytes(rate)}/s`;
  if (totalBytes <= 0 || doneBytes > totalBytes) return `reading  ${formatBytes(doneBytes)}  ${speed}`;
  const filled = Math.round((doneBytes / totalBytes) * WIDTH);
  const bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
  const left = rate > 0 ? `${Math.ceil((totalBytes - doneBytes) / rate)} s left` : "";
  return `reading [${bar}]  ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}  ${speed}  ${left}`;
}

function formatBytes(bytes: number): string {
  for (const [size, unit] of [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toPrecision(3)} ${unit}`;
  }
  return `${Math.round(bytes)} B`;
}
