import { createInterface } from "node:readline";

/** One line of what is typed; "" at the end of the input, and where the signal aborts. */
export async function askLine(
  question: string,
  input: NodeJS.ReadableStream,
  output: { write(text: string): unknown },
  signal: AbortSignal,
): Promise<string> {
  if (signal.aborted) return "";
  output.write(question);
  // Without terminal mode Ctrl-C stays a signal.
  const lines = createInterface({ input, terminal: false });
  try {
    return await new Promise((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(""));
      signal.addEventListener("abort", () => resolve(""), { once: true });
    });
  } finally {
    lines.close();
  }
}
