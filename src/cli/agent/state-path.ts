import { join, resolve } from "node:path";

import { ToolError } from "../../core/errors.ts";
import type { CliContext } from "../context.ts";

const NAME = "agent-state.json.gz";

/**
 * Where the agent keeps what it must know in its next run: as asked for, else the folder that systemd made for the service, else the
 * user's own folder for state.
 *
 * Errors: E_USAGE where there is none of them.
 * Source: systemd.exec(5), StateDirectory; XDG Base Directory Specification 0.8.
 */
export function statePath(asked: string | undefined, { cwd, env }: Pick<CliContext, "cwd" | "env">): string {
  if (asked !== undefined) return resolve(cwd, asked);
  const service = env["STATE_DIRECTORY"]?.split(":", 1)[0];
  if (service) return join(service, NAME);
  const home = env["HOME"] ?? env["USERPROFILE"];
  const folder = env["XDG_STATE_HOME"] || (home ? join(home, ".local", "state") : undefined);
  if (folder !== undefined) return join(folder, "gatewatch", NAME);
  throw new ToolError("E_USAGE", "there is no folder for the agent's state: HOME is not set", {
    hint: "Name a file with --state.",
  });
}
