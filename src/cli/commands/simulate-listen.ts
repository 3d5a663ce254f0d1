import { errorMessage, ToolError } from "../../core/errors.ts";
import { startLoopback, type Loopback } from "../../loopback/start-loopback.ts";
import type { Account } from "../../simulate/account.ts";
import type { CliContext } from "../context.ts";
import type { Progress } from "../progress.ts";
import { accountSnapshot } from "../source/account-snapshot.ts";

/**
 * Serves the account until Ctrl-C, and prints the command that looks at it.
 *
 * Errors: E_USAGE where the port cannot be had.
 */
export async function serveAccount(
  account: Account,
  port: number,
  context: Pick<CliContext, "stdout" | "stderr" | "interruption">,
  progress: Progress,
): Promise<void> {
  const server = await start(account, port);
  try {
    // An account draws what it is asked for and keeps it; drawn now, no caller runs into a timeout later.
    await accountSnapshot(account, progress.onProgress).finally(() => progress.stop());
    const interruption = context.interruption();
    context.stdout.write(`${commandFor(account, server.url)}\n`);
    context.stderr.write("serving until Ctrl-C\n");
    await new Promise<void>((resolve) => {
      if (interruption.aborted) resolve();
      interruption.addEventListener("abort", () => resolve(), { once: true });
    });
  } finally {
    await server.close();
  }
}

function commandFor(account: Account, url: string): string {
  // Simulated time stands still, so the window must end where it ends.
  const until = new Date(account.nowMs).toISOString().replace(":00.000Z", "Z");
  return [
    `AWS_ENDPOINT_URL=${url}`,
    "AWS_ACCESS_KEY_ID=simulated",
    "AWS_SECRET_ACCESS_KEY=simulated",
    `AWS_REGION=${account.region}`,
    `gatewatch report --until ${until}`,
  ].join(" ");
}

async function start(account: Account, port: number): Promise<Loopback> {
  try {
    return await startLoopback(account, { port });
  } catch (cause) {
    throw new ToolError("E_USAGE", `cannot listen on 127.0.0.1:${port}: ${errorMessage(cause)}`, {
      hint: "Choose another port, or 0 for any free one.",
      cause,
    });
  }
}
