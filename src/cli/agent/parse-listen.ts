import type { Listen } from "../../agent/daemon/start-server.ts";
import { ToolError } from "../../core/errors.ts";

const DEFAULT_HOST = "127.0.0.1";
const MOST = 65_535;

/** "9464", "127.0.0.1:9464", "[::1]:9464". Errors: E_USAGE where it is none of these. */
export function parseListen(text: string): Listen {
  const found = /^(?:(\[[0-9a-f:.]+\]|[\w.-]+):)?(\d{1,5})$/i.exec(text.trim());
  const port = Number(found?.[2]);
  if (!found || port > MOST) {
    throw new ToolError("E_USAGE", `--listen "${text}" is no address with a port`, {
      hint: "Write 127.0.0.1:9464, or the port alone; 0 takes any free one.",
    });
  }
  return { host: (found[1] ?? DEFAULT_HOST).replace(/^\[(.*)\]$/, "$1"), port };
}
