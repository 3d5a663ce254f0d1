/** Makes plain lines of what a tool has wrapped them in; text comes in pieces, an unfinished line is carried over. */
export type Unwrapper = (text: string, isEnd: boolean) => string;

/** A timestamp before the message, where the message has no time of its own; see Layout.prefixWords. */
function line(message: string, timestampMs: number): string {
  const text = message.replace(/[\r\n]+$/, "").replace(/\r?\n/g, " ");
  const isTime = Number.isFinite(timestampMs) && Math.abs(timestampMs) < 8.64e15;
  return `${isTime ? new Date(timestampMs).toISOString() : "-"} ${text}\n`;
}

/**
 * The unwrapper that fits the beginning of a file: the JSON that `aws logs filter-log-events` and `get-log-events` print,
 * or the same events one a line. Undefined for a file of plain lines.
 */
export function unwrapperOf(head: string): (() => Unwrapper) | undefined {
  if (/^\s*\{\s*\n?\s*"(?:events|searchedLogStreams|nextToken|nextForwardToken)"\s*:/.test(head))
    return documentUnwrapper;
  const first = /^\s*(\{.*\})\s*(?:\n|$)/.exec(head)?.[1];
  return first !== undefined && eventOf(first) !== undefined ? lineUnwrapper : undefined;
}

interface LogEvent {
  readonly message: string;
  readonly timestampMs: number;
}

/** An event is a message beside a time or an id; an access log that has a key "message" has no such keys. */
function eventOf(text: string): LogEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("message" in value)) return undefined;
    const { message } = value;
    const timestamp = "timestamp" in value ? Number(value.timestamp) : Number.NaN;
    const isEvent = "eventId" in value || "ingestionTime" in value || "logStreamName" in value;
    return typeof message === "string" && isEvent ? { message, timestampMs: timestamp } : undefined;
  } catch {
    return undefined;
  }
}

function lineUnwrapper(): Unwrapper {
  return byLine((text) => {
    const event = eventOf(text.trim().replace(/,$/, ""));
    if (event) return line(event.message, event.timestampMs);
    return text.trim() === "" ? "" : `${text}\n`;
  });
}

/**
 * The document's objects are read as they come, each from its brace to its brace, so that it never has to be held as a
 * whole. What is no event (tokens, searched streams) is left out.
 */
function documentUnwrapper(): Unwrapper {
  let rest = "";
  let isInside = false;
  return (text, isEnd) => {
    rest += text;
    let out = "";
    if (!isInside) {
      const start = /"events"\s*:\s*\[/.exec(rest);
      if (!start) {
        rest = rest.slice(-MOST_EVENT);
        return "";
      }
      isInside = true;
      rest = rest.slice(start.index + start[0].length);
    }
    let at = rest.indexOf("{");
    while (at >= 0) {
      const end = eventEnd(rest, at);
      if (end === 0) break;
      const event = eventOf(rest.slice(at, end));
      if (event) out += line(event.message, event.timestampMs);
      rest = rest.slice(end);
      at = rest.indexOf("{");
    }
    // An event that is cut off is reported as a line that cannot be read.
    if ((isEnd && at >= 0) || rest.length > MOST_EVENT) {
      out += `${rest.replace(/\n/g, " ").slice(0, 300)}\n`;
      rest = "";
    }
    return out;
  };
}

/** CloudWatch Logs takes events of at most 1 MiB; in JSON each of its bytes can take six. */
const MOST_EVENT = 6 << 20;

/** Behind the flat object at `from`; 0 where its end is still to come. */
function eventEnd(text: string, from: number): number {
  const shape = /\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}/y;
  shape.lastIndex = from;
  return shape.test(text) ? shape.lastIndex : 0;
}

function byLine(convert: (line: string) => string): Unwrapper {
  let rest = "";
  return (text, isEnd) => {
    const lines = (rest + text).split("\n");
    rest = isEnd ? "" : (lines.pop() ?? "");
    return lines.map(convert).join("");
  };
}
