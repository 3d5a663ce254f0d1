import { classifyError } from "../../aws/classify-error.ts";
import { ToolError, type ErrorCode } from "../../core/errors.ts";

/** What is not said here is of the channel, and may pass. */
const KINDS: Readonly<Record<string, ErrorCode>> = {
  ACCESS_DENIED: "E_ACCESS_DENIED",
  INVALID_REQUEST: "E_BAD_INPUT",
};

/** What the SDK threw, as an error that says what could not be delivered where, and why. */
export function deliveryError(
  thrown: unknown,
  action: string,
  destination: string,
  region: string | undefined,
): ToolError {
  const { code, hint } = classifyError(thrown, { action, region: region ?? "the agent's region" });
  return new ToolError(
    KINDS[code] ?? "E_UNREACHABLE",
    `cannot deliver to ${destination}: ${code} from ${action}`,
    {
      hint,
      cause: thrown,
    },
  );
}
