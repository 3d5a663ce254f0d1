import { dirname, join, resolve } from "node:path";

import { fileExists } from "./file-exists.ts";

export const CONFIG_FILE = "gatewatch.config.yaml";

/** The nearest gatewatch.config.yaml in a folder or above it; undefined where there is none. */
export async function findConfig(cwd: string): Promise<string | undefined> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_FILE);
    if (await fileExists(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}
