import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { errorMessage, ToolError } from "../../core/errors.ts";

/** Far beyond what CloudFormation takes. */
const MAX_BYTES = 16 * 1_024 * 1_024;

/**
 * The text of a template that may be written back: nothing of it may be lost in reading, so what is not UTF-8 is refused.
 *
 * Shape: `mark` is the byte order mark that the file began with, or "".
 * Errors: E_BAD_INPUT.
 */
export async function readTemplateText(
  file: string,
  cwd: string,
): Promise<{ readonly text: string; readonly mark: string }> {
  const place = resolve(cwd, file);
  let bytes: Buffer;
  try {
    const { size } = await stat(place);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes; ${MAX_BYTES} are the most that is read`);
    bytes = await readFile(place);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const problem = isMissing ? "there is no such file" : errorMessage(error);
    throw new ToolError("E_BAD_INPUT", `cannot read ${file}: ${problem}`, {
      hint: "Name a CloudFormation or SAM template.",
      cause: error,
    });
  }
  try {
    const whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const mark = whole.startsWith("\ufeff") ? "\ufeff" : "";
    return { text: whole.slice(mark.length), mark };
  } catch (cause) {
    throw new ToolError("E_BAD_INPUT", `${file} is not in UTF-8`, { hint: "Save it as UTF-8.", cause });
  }
}
