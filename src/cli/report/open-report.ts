import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { escapeText } from "../../report/text/escape.ts";
import type { CliContext } from "../context.ts";
import { writeOutput } from "../write-output.ts";

/**
 * Writes a page and shows it in the reader's browser; without a name it goes into a folder that is only the reader's.
 *
 * Errors: E_USAGE where the place cannot be written, or nothing can be opened here.
 */
export async function openReport(text: string, out: string | undefined, context: CliContext): Promise<void> {
  const path = out === undefined ? await temporaryPath() : resolve(context.cwd, out);
  if (out === undefined) await writeFile(path, text, { mode: 0o600 });
  else await writeOutput(out, context.cwd, text);
  context.stderr.write(`wrote ${escapeText(path)}\n`);
  const hint = "Open the file yourself; --out says where it goes.";
  if (context.open === undefined)
    throw new ToolError("E_USAGE", "there is no browser to open here", { hint });
  try {
    await context.open(path);
  } catch (cause) {
    throw new ToolError("E_USAGE", `cannot open a browser: ${errorMessage(cause)}`, { hint, cause });
  }
}

async function temporaryPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), "gatewatch-")), "report.html");
}
