import { chmod, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { writeOutput } from "../write-output.ts";

/** Another text for a file that is there, whole or not at all: a link stays one, and who may read it stays the same. */
export async function replaceFile(file: string, cwd: string, text: string): Promise<void> {
  const place = await realpath(resolve(cwd, file));
  const { mode } = await stat(place);
  await writeOutput(place, cwd, text);
  await chmod(place, mode & 0o7777);
}
