import { errorMessage, ToolError } from "../../core/errors.ts";
import { startLoopback, type Loopback } from "../../loopback/start-loopback.ts";
import type { Account } from "../../simulate/account.ts";
import type { CliContext } from "../context.ts";

/**
 * Serves the account until Ctrl-C, and prints the command that looks at it.
 *
 * Errors: E_USAGE where the port cannot be had.
 */
export async function serveAccount(account: Account, port: number, context: CliContext): Promise<void> {
  const interruption = context.interruption();
  const server = await start(account, port);
  // Simulated time stands still, so the window must end where it ends.
  const until = new Date(account.nowMs).toISOString().replace(":00.000Z", "Z");
  const environment = [
    `AWS_ENDPOINT_URL=${server.url}`,
    "AWS_ACCESS_KEY_ID=simulated",
    "AWS_SECRET_ACCESS_KEY=simulated",
    `AWS_REGION=${account.region}`,
  ].join(" ");
  context.stdout.write(`${environment} gatewatch report --until ${until}\n`);
  context.stderr.write(`serving until Ctrl-C\n`);
  await new Promise<void>((resolve) => {
    if (interruption.aborted) resolve();
    interruption.addEventListener("abort", () => resolve(), { once: true });
  });
  await server.close();
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
