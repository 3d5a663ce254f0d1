import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { SECOND_MS } from "../../core/window.ts";
import { encodeState } from "./encode-state.ts";
import { stateFrom } from "./state-from.ts";
import type { StateStore } from "./state-store.ts";

/** Writing takes milliseconds: a lock, or a file to be, of this age was left behind by a process that died. */
const LOCK_DEAD_MS = 30 * SECOND_MS;
/** What follows the state's name: of a write, or of a lock that was broken. */
const LEFTOVER = /^\.(?:[0-9a-f-]{36}\.tmp|lock\.[0-9a-f-]{36})$/;
const LOCK_ATTEMPTS = 50;
const LOCK_PAUSE_MS = 20;

/**
 * A state in a file. A write goes to a file beside it that then takes its place, so that the file is always whole; a lock beside
 * it keeps two processes from comparing versions at the same time.
 */
export function fileStateStore(path: string): StateStore {
  const setAside = async (raw: Uint8Array): Promise<string> => {
    const place = `${path}.broken-${versionOf(raw).slice(0, 12)}`;
    await writeFile(place, raw, { mode: 0o600 }).catch((error: unknown) => {
      throw unusable(path, "put aside", error);
    });
    return place;
  };
  return {
    place: path,
    read: async () => stateFrom(await load(path), setAside),
    write: async (state, version) => {
      const bytes = encodeState(state);
      try {
        await mkdir(dirname(path), { recursive: true });
        await withLock(`${path}.lock`, async () => {
          const found = await load(path);
          if ((found?.version ?? null) !== version) {
            throw new ToolError("E_CONFLICT", `another run wrote ${path} meanwhile`);
          }
          // What cannot be cleaned up, somebody else's file, keeps nothing from being written.
          await removeLeftovers(path).catch(() => undefined);
          const temporary = `${path}.${randomUUID()}.tmp`;
          try {
            const file = await open(temporary, "wx", 0o600);
            try {
              await file.writeFile(bytes);
              await file.sync();
            } finally {
              await file.close();
            }
            await rename(temporary, path);
          } catch (error) {
            await rm(temporary, { force: true });
            throw error;
          }
        });
      } catch (error) {
        throw error instanceof ToolError ? error : unusable(path, "written", error);
      }
      return versionOf(bytes);
    },
    setAside,
  };
}

/** Files of writers that died before theirs took its place: an agent that is killed again and again would fill the disk. */
async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const own = (await readdir(folder)).filter(
    (name) => name.startsWith(`${basename(path)}.`) && LEFTOVER.test(name.slice(basename(path).length)),
  );
  for (const name of own) {
    const leftover = join(folder, name);
    if (await isDead(leftover)) await rm(leftover, { force: true });
  }
}

async function load(path: string): Promise<{ bytes: Uint8Array; version: string } | null> {
  try {
    const bytes = await readFile(path);
    return { bytes, version: versionOf(bytes) };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unusable(path, "read", error);
  }
}

function versionOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Errors: E_CONFLICT where another process keeps it for a second. */
async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeFile(lock, "", { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    if (await isDead(lock)) {
      // Whoever renames it away has it alone; a second one finds nothing to rename.
      const dead = `${lock}.${randomUUID()}`;
      await rename(lock, dead).then(
        async () => rm(dead, { force: true }),
        () => undefined,
      );
    } else if (attempt >= LOCK_ATTEMPTS) {
      throw new ToolError("E_CONFLICT", `${lock} is held by another process`, {
        hint: "Give each agent a state file of its own.",
      });
    } else await sleep(LOCK_PAUSE_MS);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isDead(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs > LOCK_DEAD_MS;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function unusable(path: string, what: string, error: unknown): ToolError {
  return new ToolError(
    "E_UNREACHABLE",
    `the agent's state in ${path} could not be ${what}: ${errorMessage(error)}`,
    {
      hint: "Check that the folder exists, can be written and has room.",
      cause: error,
    },
  );
}
