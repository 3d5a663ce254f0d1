import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { EmittedFile } from "../../model/emit.ts";
import { isDirectory } from "../is-directory.ts";
import { writeOutput } from "../write-output.ts";

/**
 * One file to the path itself, unless that is a folder; several into the folder, which is made. Each is whole or not there.
 * The paths that were written, as the user would name them.
 */
export async function writeFiles(
  files: readonly EmittedFile[],
  out: string,
  cwd: string,
): Promise<readonly string[]> {
  const isFolder = files.length > 1 || out.endsWith("/") || (await isDirectory(resolve(cwd, out)));
  if (isFolder) await mkdir(resolve(cwd, out), { recursive: true });
  const written: string[] = [];
  for (const { path, text } of files) {
    const place = isFolder ? join(out, path) : out;
    await writeOutput(place, cwd, text);
    written.push(place);
  }
  return written;
}
