import { classifyError } from "../../aws/classify-error.ts";
import { ToolError } from "../../core/errors.ts";

/** What the SDK threw, as an error that says what could not be delivered where, and why. */
export function deliveryError(
  thrown: unknown,
  action: string,
  destination: string,
  region: string | undefined,
): ToolError {
  const { code, hint } = classifyError(thrown, { action, region: region ?? "the agent's region" });
  const kind = code === "ACCESS_DENIED" ? "E_ACCESS_DENIED" : "E_UNREACHABLE";
  return new ToolError(kind, `cannot deliver to ${destination}: ${code} from ${action}`, {
    hint,
    cause: thrown,
  });
}
