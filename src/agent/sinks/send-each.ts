import { ToolError } from "../../core/errors.ts";

/**
 * Sends one after the other. What is refused for what it is (E_BAD_INPUT) holds up none of those behind it; where the channel
 * itself fails, nothing more is tried.
 *
 * Errors: the first.
 */
export async function sendEach<T>(items: readonly T[], send: (item: T) => Promise<void>): Promise<void> {
  const refusals: unknown[] = [];
  for (const item of items) {
    try {
      await send(item);
    } catch (error) {
      refusals.push(error);
      if (!(error instanceof ToolError) || error.code !== "E_BAD_INPUT") break;
    }
  }
  if (refusals.length > 0) throw refusals[0];
}
