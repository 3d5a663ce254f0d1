import { ToolError, type ErrorCode } from "../core/errors.ts";

/** What a run of the command line ends with. Scripts depend on these numbers: they never change. */
export const EXIT = Object.freeze({
  done: 0,
  /** Findings at or above --fail-on. */
  findings: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Nothing could be read. */
  unreadable: 3,
  /** A defect of the tool itself. */
  internal: 4,
});
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  E_USAGE: EXIT.usage,
  E_CONFIG: EXIT.usage,
  E_COST_LIMIT: EXIT.usage,
  E_CONFLICT: EXIT.unreadable,
  E_BAD_INPUT: EXIT.unreadable,
  E_CREDENTIALS: EXIT.unreadable,
  E_ACCESS_DENIED: EXIT.unreadable,
  E_UNREACHABLE: EXIT.unreadable,
  E_NOTHING_READABLE: EXIT.unreadable,
};

/** Anything that is not a {@link ToolError} is a defect. */
export function exitCodeOf(thrown: unknown): ExitCode {
  return thrown instanceof ToolError ? BY_ERROR[thrown.code] : EXIT.internal;
}
