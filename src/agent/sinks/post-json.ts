import { ToolError } from "../../core/errors.ts";
import { escapeText } from "../../report/text/escape.ts";
import type { SinkContext } from "./sink-context.ts";

export interface Post {
  /** What stands for the address in messages: the address itself may be a secret. */
  readonly name: string;
  readonly url: string;
  readonly body: string;
  /** Asked anew for each attempt: a signature holds the time. */
  readonly headers: () => Readonly<Record<string, string>>;
}

const ATTEMPTS = 4;
const TIMEOUT_MS = 10_000;
const FIRST_WAIT_MS = 500;
/** A receiver that asks for more than this has its news with the next run. */
const LONGEST_WAIT_MS = 20_000;
const MOST_SAID = 200;
/** Real keys are longer; shorter parts are words. */
const SHORTEST_KEY = 6;

type Context = Pick<SinkContext, "fetch" | "sleep" | "random" | "now">;
type Answer =
  | { readonly isTaken: true }
  | {
      readonly isTaken: false;
      readonly mayPass: boolean;
      /** What was posted is refused for what it is; something else may be taken. */
      readonly isOfBody: boolean;
      readonly waitMs: number | null;
      readonly said: string;
    };

/**
 * Posts JSON until it is taken: again after a failure that may pass (no answer, 408, 429, 5xx), each time after a longer wait with
 * full jitter, or the wait that the answer asks for. Redirects are not followed: they would carry news to another host.
 *
 * Errors: E_BAD_INPUT where the body is refused, else E_UNREACHABLE; without the address.
 */
export async function postJson(post: Post, context: Context): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await tryOnce(post, context);
    if (answer.isTaken) return;
    const backoffMs = context.random() * FIRST_WAIT_MS * 2 ** attempt;
    const waitMs = answer.waitMs ?? backoffMs;
    if (!answer.mayPass || attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) {
      throw new ToolError(
        answer.isOfBody ? "E_BAD_INPUT" : "E_UNREACHABLE",
        `cannot deliver to ${post.name}: ${answer.said}, attempt ${attempt} of ${ATTEMPTS}`,
        {
          hint: answer.mayPass
            ? "It is tried again with the next run."
            : "Check the address and what its receiver expects; it is tried again with the next run.",
        },
      );
    }
    await context.sleep(waitMs);
  }
}

async function tryOnce({ url, body, headers }: Post, context: Context): Promise<Answer> {
  try {
    const response = await context.fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...headers() },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) {
      await response.body?.cancel();
      return { isTaken: true };
    }
    const { status } = response;
    const text = escapeText(
      withoutAddress(await response.text().catch(() => ""), url).slice(0, MOST_SAID),
    ).trim();
    return {
      isTaken: false,
      mayPass: status === 408 || status === 429 || status >= 500,
      isOfBody: status === 400 || status === 413 || status === 422,
      waitMs: retryAfterMs(response.headers.get("retry-after"), context.now()),
      said: `status ${status}${text === "" ? "" : ` (${text})`}`,
    };
  } catch (error) {
    return { isTaken: false, mayPass: true, isOfBody: false, waitMs: null, said: reason(error) };
  }
}

/** A receiver may repeat the address that it was asked at, "Cannot POST /hooks/<key>": what of it can be a key is left out. */
function withoutAddress(text: string, url: string): string {
  const { pathname, searchParams } = new URL(url);
  return [...pathname.split("/"), ...searchParams.values()]
    .filter(({ length }) => length >= SHORTEST_KEY)
    .reduce((left, part) => left.replaceAll(part, "***"), text);
}

/** A number of seconds or a date. Null where it says neither. Source: RFC 9110, section 10.2.3. */
function retryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

/** What fetch throws says only "fetch failed"; the cause says why, and neither holds the address. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1_000} seconds`;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return code === "" ? error.name : code;
}
