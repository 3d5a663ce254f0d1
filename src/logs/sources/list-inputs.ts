import { closeSync, openSync, readSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import { errorMessage } from "../../core/errors.ts";
import { compareText } from "../../core/order.ts";
import type { Layout } from "../layout/layout.ts";
import { layoutOf } from "../layout/layout-of.ts";
import type { Input, InputProblem, Packing } from "./input.ts";
import { unwrapperOf } from "./unwrap-events.ts";

/** What is looked at to learn the layout. */
export const HEAD_BYTES = 1 << 16;

/** CloudWatch Logs leaves this beside what it exports to S3, to see whether it may write. */
const EXPORT_MARKER = "aws-logs-write-test";

/**
 * The files that paths, globs and folders name, folders with all that lies in them, in the order of their names. "-" is
 * standard input. What is not there or cannot be opened is a problem, not an error.
 *
 * @param layout what all of them hold; null: each file's beginning tells.
 */
export async function listInputs(
  patterns: readonly string[],
  cwd: string,
  layout: Layout | null,
): Promise<{ inputs: Input[]; problems: InputProblem[] }> {
  const inputs: Input[] = [];
  const problems: InputProblem[] = [];
  for (const pattern of patterns) {
    if (pattern === "-") {
      inputs.push({ path: "-", sizeBytes: 0, packing: "plain", layout });
      continue;
    }
    const paths = await expand(pattern, cwd);
    if (paths.length === 0) problems.push({ path: pattern, message: "there is no such file" });
    for (const path of paths) {
      try {
        inputs.push(await look(path, layout));
      } catch (thrown) {
        problems.push({ path, message: errorMessage(thrown) });
      }
    }
  }
  return { inputs, problems };
}

async function expand(pattern: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, pattern);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return filesUnder(path);
  if (found) return [path];
  // Globs are rare, the shell resolves most of them: what matches them is loaded when there is one.
  const { default: picomatch } = await import("picomatch");
  const { base } = picomatch.scan(pattern);
  if (base === pattern) return [];
  const isMatch = picomatch(pattern.split(sep).join("/"));
  const root = resolve(cwd, base);
  const files = await filesUnder(root).catch(() => []);
  const asTyped = (file: string): string => join(base, relative(root, file)).split(sep).join("/");
  return files.filter((file) => isMatch(asTyped(file)));
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== EXPORT_MARKER && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(compareText);
}

async function look(path: string, known: Layout | null): Promise<Input> {
  const found = await stat(path);
  // A pipe has no size and can be read but once.
  if (!found.isFile()) return { path, sizeBytes: 0, packing: "plain", layout: known };
  const head = readHead(path);
  const packing = packingOf(head);
  const text = head.toString("utf8").replace(/^\ufeff/, "");
  const isStream = packing !== "plain" || unwrapperOf(text) !== undefined;
  return { path, sizeBytes: found.size, packing, layout: isStream ? null : layoutOf(text, known) };
}

function readHead(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** How many bytes tell a packing. */
export const MAGIC_BYTES = 4;

/** Source: RFC 1952 (gzip) and RFC 8878 (Zstandard), magic numbers. */
export function packingOf(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? "zstd" : "plain";
}
