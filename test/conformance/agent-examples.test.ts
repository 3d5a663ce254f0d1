import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const examples = resolve(import.meta.dirname, "../../examples/agent");
const UNIT = "gatewatch-agent.service";

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
/** What systemd says of a unit; it says nothing of one that is all right. */
function verified(path: string): string {
  const { stdout, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", path], { encoding: "utf8" });
  return stdout + stderr;
}

describe.skipIf(!hasSystemd)(
  "the unit, by systemd's own reader (skipped where that is not installed)",
  () => {
    it("is all right", () => {
      expect(verified(join(examples, UNIT))).toBe("");
    });

    it("would not be with a setting that there is not", () => {
      const folder = mkdtempSync(join(tmpdir(), "gatewatch-unit-"));
      const path = join(folder, UNIT);
      writeFileSync(
        path,
        readFileSync(join(examples, UNIT), "utf8").replace("ProtectSystem=", "ProtectSystm="),
      );
      expect(verified(path)).toContain("ProtectSystm");
      rmSync(folder, { recursive: true });
    });
  },
);

it("the container runs as nobody special, and says how it is", () => {
  const [, ...stages] = readFileSync(join(examples, "Dockerfile"), "utf8").split(/^FROM /m);
  expect(stages).toHaveLength(2);
  const last = stages.at(-1)?.split("\n") ?? [];
  const at = (instruction: string): number => last.findLastIndex((line) => line.startsWith(instruction));
  expect(last[at("USER")]).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
  // Nothing is made or run as root after that.
  for (const instruction of ["RUN", "COPY", "ADD"]) expect(at(instruction)).toBeLessThan(at("USER"));
  for (const instruction of ["HEALTHCHECK", "ENTRYPOINT", "VOLUME /state"])
    expect(at(instruction)).toBeGreaterThan(0);
});
