import { errorMessage } from "../../core/errors.ts";
import { escapeText } from "../../report/text/escape.ts";
import { formatDuration, formatUsd } from "../../report/text/format.ts";
import { plural } from "../../report/text/plural.ts";
import type { Output } from "../context.ts";

interface WatchedLook {
  readonly text: string;
  readonly usd: number;
}

export interface Watching {
  /** One look and what it cost. */
  readonly look: () => Promise<WatchedLook>;
  readonly stdout: Output;
  readonly everyMs: number;
  /** What all looks together may cost; null: no limit. */
  readonly maxCostUsd: number | null;
  readonly now: () => number;
  /** Resolves after so long, or as soon as the signal is aborted. */
  readonly wait: (lengthMs: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";
/** A terminal that does not say how tall it is. */
const USUAL_ROWS = 24;

/**
 * Looks again and again, and draws each report over the one before on the terminal's second screen; when it ends, the
 * last one stays on the first. A look that fails is told above the last report, and the next one is tried.
 *
 * Errors: what the first look throws.
 */
export async function watchReport(watching: Watching): Promise<void> {
  const { stdout, signal, maxCostUsd } = watching;
  let last = await watching.look();
  let [looks, usd, trouble] = [1, last.usd, ""];
  stdout.write(ENTER);
  try {
    for (;;) {
      stdout.write(screen(last.text, statusLines(watching, { looks, usd, trouble }), stdout));
      await watching.wait(watching.everyMs, signal);
      if (signal.aborted) return;
      if (maxCostUsd !== null && usd + last.usd > maxCostUsd) {
        trouble = `another look would exceed --max-cost ${maxCostUsd}; watching ended`;
        return;
      }
      try {
        const next = await unlessAborted(watching.look(), signal);
        if (next === null) return;
        last = next;
        [looks, usd, trouble] = [looks + 1, usd + next.usd, ""];
      } catch (error) {
        trouble = `the look failed: ${errorMessage(error)}`;
      }
    }
  } finally {
    stdout.write(`${LEAVE}${last.text}${trouble === "" ? "" : `${escapeText(trouble)}\n`}`);
  }
}

/** Whoever ends it does not wait for a look to come back. */
async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | null> {
  if (signal.aborted) return null;
  const aborted = new Promise<null>((resolve) => {
    signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  return Promise.race([promise, aborted]);
}

function statusLines(
  { everyMs, now }: Watching,
  { looks, usd, trouble }: { looks: number; usd: number; trouble: string },
): string[] {
  const clock = new Date(now()).toISOString().slice(11, 19);
  const every = everyMs < 60_000 ? `${Math.round(everyMs / 1_000)}s` : formatDuration(everyMs);
  const spent = usd === 0 ? "" : `; ${plural(looks, "look")}, about ${formatUsd(usd)}`;
  return [
    `Looked at ${clock} UTC, again every ${every}${spent}. Ctrl-C ends.`,
    ...(trouble === "" ? [] : [`! ${escapeText(trouble)}`]),
    "",
  ];
}

/** From the upper left corner on, each line cleared to its end, and what is below it away: nothing flickers. */
function screen(text: string, status: readonly string[], { rows = USUAL_ROWS }: Output): string {
  const lines = [...status, ...text.trimEnd().split("\n")];
  const room = Math.max(3, rows - 1);
  const left = lines.length - room + 1;
  const shown =
    lines.length <= room
      ? lines
      : [...lines.slice(0, room - 1), `... ${left} more lines below; Ctrl-C prints all`];
  return `\x1b[H${shown.map((line) => `${line}\x1b[K`).join("\n")}\n\x1b[J`;
}
