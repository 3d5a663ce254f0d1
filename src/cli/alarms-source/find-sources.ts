import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { compareText } from "../../core/order.ts";

/** A text that may hold alarms. */
export interface SourceText {
  /** As the user named it; below a folder, with the folder's name as it was typed. */
  readonly file: string;
  readonly text: string;
  /** True where the user named a folder above it, so that it may well be something else. */
  readonly isFromFolder: boolean;
}

const ENDINGS = /\.(?:json|ya?ml|template|tf)$/i;
/** Of packages and tools; not the user's own. */
const PASSED_OVER = /^(?:\..*|node_modules)$/;
const MAX_BYTES = 64 * 1_024 * 1_024;

/**
 * The files that a path names, of a folder all that lie in it, in the order of their names; "-" is standard input. Errors:
 * E_BAD_INPUT where it leads nowhere or a file cannot be read.
 */
export async function findSources(path: string, cwd: string): Promise<SourceText[]> {
  if (path === "-") return [{ file: "-", text: await readInput(), isFromFolder: false }];
  const place = resolve(cwd, path);
  const isFromFolder = await named(path, async () => (await stat(place)).isDirectory());
  const files = isFromFolder ? await named(path, async () => filesUnder(place, path)) : [path];
  const found: SourceText[] = [];
  for (const file of files) {
    found.push({ file, text: await named(file, async () => readText(resolve(cwd, file))), isFromFolder });
  }
  return found;
}

async function readText(place: string): Promise<string> {
  const { size } = await stat(place);
  if (size > MAX_BYTES) throw new Error(`it has ${size} bytes; ${MAX_BYTES} are the most that is read`);
  return decode(await readFile(place));
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  const input: AsyncIterable<Buffer> = createReadStream("", { fd: 0, autoClose: false });
  for await (const chunk of input) chunks.push(chunk);
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Buffer): string {
  // What a redirection in PowerShell writes.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  return bytes.toString("utf8").replace(/^\ufeff/, "");
}

async function filesUnder(place: string, name: string): Promise<string[]> {
  const files: string[] = [];
  const entries = await readdir(place, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => compareText(left.name, right.name))) {
    const inner = join(name, entry.name);
    if (PASSED_OVER.test(entry.name)) continue;
    if (entry.isDirectory()) files.push(...(await filesUnder(join(place, entry.name), inner)));
    else if (entry.isFile() && ENDINGS.test(entry.name)) files.push(inner);
  }
  return files;
}

async function named<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const problem = isMissing ? "there is no such file or folder" : errorMessage(error);
    throw new ToolError("E_BAD_INPUT", `cannot read ${path}: ${problem}`, {
      hint: 'Name files or folders that hold alarms, or "-" for standard input.',
      cause: error,
    });
  }
}
