/**
 * What can go wrong in a way the user can act on. The code decides the exit status:
 * usage and config give 2, nothing readable gives 3, anything else is an internal error (4).
 */
export type ErrorCode =
  | "E_USAGE"
  | "E_CONFIG"
  | "E_BAD_INPUT"
  | "E_COST_LIMIT"
  | "E_CREDENTIALS"
  | "E_ACCESS_DENIED"
  | "E_UNREACHABLE"
  | "E_NOTHING_READABLE";

/**
 * The one error class. `message` says what was being done, the value seen and the value expected;
 * `hint` is the next step. Both are shown to the user, so neither may hold a secret.
 */
export class ToolError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "ToolError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** The text of anything that was thrown, for messages. Never throws itself. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
