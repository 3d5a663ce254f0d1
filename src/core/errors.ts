/**
 * What can go wrong in a way the user can act on. The code decides the exit status:
 * usage and config give 2, nothing readable gives 3, anything else is an internal error (4).
 */
export type ErrorCode =
  | "E_USAGE"
  | "E_CONFIG"
  | "E_BAD_INPUT"
  | "E_COST_LIMIT"
  | "E_CONFLICT"
  | "E_CREDENTIALS"
  | "E_ACCESS_DENIED"
  | "E_UNREACHABLE"
  | "E_NOTHING_READABLE";

/**
 * The one error class. `message` says what was being done, the value seen and the value expected;
 * `hint` is the next step; `details` are further lines where there is more than one thing to say (each problem
 * of a file). All are shown to the user, so none may hold a secret.
 */
export class ToolError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: readonly string[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "ToolError";
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? [];
  }
}

/** The text of anything that was thrown, for messages. Never throws itself. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The same with the next step behind it, where one is known. Never throws itself. */
export function errorWithHint(thrown: unknown): string {
  const hint = thrown instanceof ToolError ? (thrown.hint ?? "") : "";
  const message = errorMessage(thrown);
  return hint === "" ? message : `${message}. ${hint}`;
}
