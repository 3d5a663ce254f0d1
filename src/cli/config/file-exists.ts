import { stat } from "node:fs/promises";

/** True where a file, not a folder, can be seen at a path. */
export async function fileExists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
