import { stat } from "node:fs/promises";

/** False also where nothing is there, or where it cannot be looked at. */
export async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
