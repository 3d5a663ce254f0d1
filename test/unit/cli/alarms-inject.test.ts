import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../support/cli-run.ts";
import { alarmsIn } from "../../support/inject-template.ts";

const TEMPLATE = `Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: {StageName: live}
  Far:
    Type: AWS::Serverless::Api
    Properties: {StageName: live, DefinitionUri: far.yaml}
`;

const cwd = mkdtempSync(join(tmpdir(), "gatewatch-inject-"));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
beforeEach(() => {
  for (const file of readdirSync(cwd)) rmSync(join(cwd, file), { recursive: true });
  writeFileSync(join(cwd, "t.yaml"), TEMPLATE);
});
const inject = (...options: readonly string[]) =>
  runCli(["alarms", "inject", "--template", "t.yaml", ...options], { cwd });
const file = (name = "t.yaml"): string => readFileSync(join(cwd, name), "utf8");

describe("gatewatch alarms inject", () => {
  it("prints the template, and says what was done and what could not be", async () => {
    const { code, stdout, stderr } = await inject();
    expect(code).toBe(0);
    expect(alarmsIn(stdout).size).toBe(7);
    expect(stderr).toBe(
      [
        "rest:Shop/live: 7 alarms",
        "t.yaml:5: Far: its name is the title of the OpenAPI document of its DefinitionUri, which is not read here",
        "  Give it a Name, or say it: --api-name Far=NAME.",
        "7 alarms in t.yaml, $1.50 a month",
        "",
      ].join("\n"),
    );
    expect(file()).toBe(TEMPLATE);
    expect((await inject("--quiet")).stderr).toBe("");
  });

  it("writes in place, once, and takes out again", async () => {
    expect((await inject("--check")).code).toBe(1);
    expect(file()).toBe(TEMPLATE);
    const first = await inject("--write", "--api-name", "Far=far");
    expect(first).toMatchObject({ code: 0, stdout: "" });
    expect(first.stderr).toContain("wrote t.yaml");
    expect(alarmsIn(file()).size).toBe(14);
    const written = file();
    expect((await inject("--check", "--api-name", "Far=far")).code).toBe(0);
    expect((await inject("--write", "--api-name", "Far=far")).stderr).toContain("t.yaml stays as it is");
    expect(file()).toBe(written);
    expect((await inject("--check", "--remove")).code).toBe(1);
    expect((await inject("--write", "--remove")).code).toBe(0);
    expect(file()).toBe(TEMPLATE);
    expect((await inject("--remove")).stderr).toBe("t.yaml holds nothing that was injected\n");
    expect(readdirSync(cwd)).toEqual(["t.yaml"]);
  });

  it("shows what a run would change, and writes nothing", async () => {
    const { code, stdout } = await inject("--diff");
    expect(code).toBe(0);
    expect(file()).toBe(TEMPLATE);
    expect(stdout).toMatch(/^--- t\.yaml\n\+\+\+ t\.yaml\n@@ -1,3 \+1,\d+ @@\n/);
    const lines = stdout.split("\n").slice(2);
    const kept = lines.filter((line) => line.startsWith(" ")).map((line) => line.slice(1));
    expect(kept.length).toBeGreaterThan(4);
    expect(kept.filter((line) => !TEMPLATE.split("\n").includes(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith("-"))).toEqual([]);
    await inject("--write");
    expect(await inject("--diff")).toMatchObject({ code: 0, stdout: "" });
    const back = await inject("--diff", "--remove");
    expect(back.stdout.split("\n").filter((line) => /^\+(?!\+\+)/.test(line))).toEqual([]);
  });

  it("leaves a link a link, and the rights of the file", async () => {
    writeFileSync(join(cwd, "real.yaml"), TEMPLATE, { mode: 0o640 });
    rmSync(join(cwd, "t.yaml"));
    symlinkSync("real.yaml", join(cwd, "t.yaml"));
    expect((await inject("--write")).code).toBe(0);
    expect(lstatSync(join(cwd, "t.yaml")).isSymbolicLink()).toBe(true);
    expect(statSync(join(cwd, "real.yaml")).mode & 0o777).toBe(0o640);
    expect(alarmsIn(file("real.yaml")).size).toBe(7);
  });

  it("writes elsewhere, and keeps a byte order mark", async () => {
    writeFileSync(join(cwd, "t.yaml"), `\ufeff${TEMPLATE}`);
    expect((await inject("--out", "o.yaml")).code).toBe(0);
    expect(file()).toBe(`\ufeff${TEMPLATE}`);
    expect(file("o.yaml").startsWith("\ufeffResources:") || file("o.yaml").startsWith("\ufeff# ")).toBe(true);
    const back = await runCli(["alarms", "inject", "--template", "o.yaml", "--remove"], { cwd });
    expect(back.stdout).toBe(`\ufeff${TEMPLATE}`);
  });

  it("takes the options of synth", async () => {
    const { stdout } = await inject(
      "--max-alarms",
      "1",
      "--no-composites",
      "--topic",
      "page=arn:aws:sns:x:1:t",
    );
    expect([...alarmsIn(stdout).values()]).toMatchObject([{ AlarmActions: ["arn:aws:sns:x:1:t"] }]);
    const aws = await inject("--alarm-profile", "aws-recommended");
    expect(aws.code).toBe(0);
    expect(aws.stdout).toContain("AWS's recommendation");
  });

  it.each([
    [["--out", "x.yaml", "--write"], 2, "--out and --write do not go together"],
    [["--diff", "--check"], 2, "--check and --diff do not go together"],
    [["--api-name", "Far"], 2, "--api-name Far is not name=value"],
    [["--name-template", "{nope}"], 2, "is no part of an alarm's name"],
    [["--out", "no/such/x.yaml"], 2, "there is no folder"],
  ])("refuses %j", async (options, code, message) => {
    const ran = await inject(...options);
    expect(ran).toMatchObject({ code, stdout: "" });
    expect(ran.stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual(["t.yaml"]);
  });

  it.each([
    ["Resources:\n  A: [", /t\.yaml:\d+:\d+: /],
    ["", /t\.yaml/],
    ["Resources: {Q: {Type: 'AWS::SQS::Queue'}}", /declares no API/],
    [Buffer.from([0x52, 0xff, 0xfe]), /not in UTF-8/],
    ["Resources:\n  \u001b[31m: {Type: 'AWS::Serverless::Api'", /t\.yaml/],
  ])("refuses a file and leaves it: %j", async (content, message) => {
    writeFileSync(join(cwd, "t.yaml"), content);
    const before = readFileSync(join(cwd, "t.yaml"));
    const ran = await inject("--write");
    expect(ran).toMatchObject({ code: 3, stdout: "" });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toContain("\u001b");
    expect(readFileSync(join(cwd, "t.yaml")).equals(before)).toBe(true);
  });

  it("ends with 3 where no API can be named, and says so", async () => {
    writeFileSync(join(cwd, "t.yaml"), TEMPLATE.replace(/ {2}Shop:[^]*? {2}Far:/, "  Far:"));
    const { code, stderr } = await inject();
    expect(code).toBe(3);
    expect(stderr).toContain("--api-name Far=NAME");
    expect(stderr).toContain("t.yaml: no alarm was injected");
  });
});
