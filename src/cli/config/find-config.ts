import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

export const CONFIG_FILE = "gatewatch.config.yaml";

/** The nearest gatewatch.config.yaml in a folder or above it; undefined where there is none. */
export async function findConfig(cwd: string): Promise<string | undefined> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_FILE);
    if (await isFile(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
