import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planDashboard } from "../../src/alarms/emitters/dashboard/plan-dashboard.ts";
import { EMITTERS } from "../../src/alarms/emitters/registry.ts";
import type { EmitOptions } from "../../src/model/emit.ts";
import { hostileSpecs, manySpecs } from "../support/emitted-alarms.ts";

const OPTIONS: EmitOptions = {
  name: "gatewatch-alarms",
  tags: { team: "orders" },
  topics: {},
  okActions: true,
  insufficientDataActions: false,
  dashboard: { name: "gatewatch", body: planDashboard([], []).body },
};
const emit = (format: string, specs: Parameters<(typeof EMITTERS)[number]["emit"]>[0]) =>
  EMITTERS.find((emitter) => emitter.format === format)!.emit(specs, OPTIONS);
/** The owner's tools, none of which the project depends on. */
const TERRAFORM = "terraform";
const CFN_LINT = "cfn-lint";
const isThere = (command: string) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "gatewatch-tools-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe.skipIf(!isThere(TERRAFORM))("Terraform itself (skipped where it is not installed)", () => {
  // Its configuration may name a file that is not there, which it complains of on every run.
  const env = { PATH: process.env["PATH"], TF_CLI_CONFIG_FILE: "", CHECKPOINT_DISABLE: "1" };

  it("would format nothing otherwise", () => {
    const [file] = emit("terraform", hostileSpecs());
    const formatted = execFileSync(TERRAFORM, ["fmt", "-"], { input: file!.text, encoding: "utf8", env });
    expect(formatted).toBe(file!.text);
  });

  const plugins = process.env["GATEWATCH_TERRAFORM_PLUGINS"];
  it.skipIf(plugins === undefined)(
    "finds both spellings valid (skipped without a folder of providers)",
    () => {
      for (const format of ["terraform", "terraform-json"]) {
        const folder = mkdtempSync(join(directory, "tf-"));
        const [file] = emit(format, manySpecs(6, 2));
        writeFileSync(join(folder, file!.path), file!.text);
        execFileSync(TERRAFORM, ["init", "-backend=false", `-plugin-dir=${plugins}`], { cwd: folder, env });
        const said = execFileSync(TERRAFORM, ["validate", "-no-color"], {
          cwd: folder,
          env,
          encoding: "utf8",
        });
        expect(said).toContain("The configuration is valid");
      }
    },
  );
});

// It takes several seconds to start, which the usual run has not.
const wantsLint = process.env["GATEWATCH_CFN_LINT"] !== undefined;
it.skipIf(!wantsLint)("cfn-lint finds nothing (skipped unless GATEWATCH_CFN_LINT is set)", () => {
  const paths = ["cloudformation", "cloudformation-json", "sam"].map((format) => {
    const [file] = emit(format, manySpecs(6, 2));
    const path = join(directory, `${format}-${file!.path}`);
    writeFileSync(path, file!.text);
    return path;
  });
  const { status, stdout, stderr } = spawnSync(CFN_LINT, ["--regions", "us-east-1", "--", ...paths], {
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: "" });
});
