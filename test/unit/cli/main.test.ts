import { expect, test } from "vitest";

import { runCli } from "../../support/cli-run.ts";

const COMMANDS = ["report", "alarms", "record", "simulate", "doctor", "config"];

test("--version prints the version of package.json", async () => {
  const run = await runCli(["--version"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("--help goes to stdout, names every command and teaches by example", async () => {
  const run = await runCli(["--help"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  for (const command of COMMANDS) expect(run.stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  expect(run.stdout).toContain("gatewatch report --demo");
  expect(run.stdout).toContain("AWS_PROFILE");
  expect(run.stdout).toContain("3 nothing could be read");
});

test.each(COMMANDS)("%s --help ends in examples and knows the global flags", async (name) => {
  const run = await runCli([name, "--help"]);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("Examples:\n  gatewatch ");
  expect(run.stdout).toContain("--no-color");
});

test.each(
  [[], ...COMMANDS.map((name) => [name]), ["config", "init"], ["config", "check"]].map((words) => ({
    words,
  })),
)("the help of $words fits 80 columns", async ({ words }) => {
  const { stdout } = await runCli([...words, "--help"]);
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(/^Usage: gatewatch/);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("help prints a command's help, and of nothing its own", async () => {
  expect((await runCli(["help", "report"])).stdout).toBe((await runCli(["report", "--help"])).stdout);
  expect(await runCli(["help"])).toMatchObject({ code: 0, stdout: (await runCli(["--help"])).stdout });
});

test("help finds the commands of a group, and says what a group does not have", async () => {
  const { stdout } = await runCli(["help", "config", "check"]);
  expect(stdout).toBe((await runCli(["config", "check", "--help"])).stdout);
  const wrong = await runCli(["help", "config", "chek"]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('Did you mean "check"?');
  expect((await runCli(["help", "report", "now"])).stderr).toContain("report has no commands of its own");
});

test("no command at all is a mistake that shows the help", async () => {
  const run = await runCli([]);
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain("Usage: gatewatch");
});

test.each([
  [["reprot"], "unknown command 'reprot'", "Did you mean report?"],
  [["report", "--sinse", "3h"], "unknown option '--sinse'", "Did you mean --since?"],
  [["report", "--format", "jsn"], '--format "jsn" does not exist', 'Did you mean "json"?'],
  [
    ["report", "--format", "xlsx"],
    '--format "xlsx" does not exist',
    "Known: terminal, html, markdown, sarif, json.",
  ],
  [["report", "--demo", "--fail-on", "critcal"], '--fail-on "critcal"', 'Did you mean "critical"?'],
  [["help", "repor"], "unknown command 'repor'", 'Did you mean "report"?'],
  [["report", "--demo", "--api", ""], "--api is empty", "Leave --api out"],
  [["report", "--demo", "--stage", ""], "--stage is empty", "Leave --stage out"],
  [["report", "--demo", "--api", "serch"], 'nothing matches API "serch"', 'Did you mean "search"?'],
  [["report", "--demo", "--api", "search", "--stage", "prd"], 'stage "prd"', "Stages there are: prod."],
  [["report", "--demo", "--baseline", "q"], '--baseline "q" is not a length of time', "14d"],
  [["report", "--demo", "--until", "yesterday"], '--until "yesterday" is not a point in time', "2h ago"],
  [["report", "extra"], "too many arguments", "--help"],
  [["report", "--since"], "argument missing", "--help"],
  [["report", "--demo", "--since", "3x"], '--since "3x" is not a length of time', "14d"],
  [["report", "--demo", "--until", "2027-01-01"], "after the newest data", "--until"],
  [["report", "--demo", "--since", "2026-11-20T15:00Z"], "not before the window's end", "--since"],
  [["report", "--demo", "--profile", "x"], "--profile has no meaning with --demo", "Leave out"],
  [["report", "--demo", "--from", "x"], "--from has no meaning with --demo", "Leave out"],
  [["report", "--from", "x", "--region", "eu-west-1"], "--region has no meaning with --from", "Leave out"],
  [["report", "--seed", "3"], "--seed has no meaning without --demo", "--demo"],
  [["report", "--demo", "--seed", "3.5"], '--seed "3.5" is not a whole number', ""],
  [["report", "--region", "eu-west-1", "--max-cost", "lots"], '--max-cost "lots"', '"0.50"'],
  [
    ["report", "--demo", "--out", "/no/such/folder/x"],
    "there is no folder /no/such/folder",
    "Make the folder",
  ],
  [["simulate"], "needs one of --out DIR, --listen PORT and --list", "--help"],
  [["simulate", "--list", "--listen", "0"], "needs one of", "--help"],
  [["simulate", "--list", "--target", "x"], "--target has no meaning without --incident", "--incident"],
  [["simulate", "--out", "x", "--incident", "traffic-drop"], "does not say what happens when", "@"],
  [["simulate", "--out", "x", "--incident", "trafic-drop@1h ago"], '"trafic-drop"', "traffic-drop"],
  [["simulate", "--listen", "99999"], "not a whole number from 0 to 65535", ""],
])("%j is a usage error with the next step", async (argv, message, hint) => {
  const run = await runCli(argv);
  expect(run).toMatchObject({ code: 2, stdout: "" });
  const [first, second = ""] = run.stderr.trimEnd().split("\n");
  expect(first).toContain(`gatewatch: `);
  expect(first).toContain(message);
  expect(first).toMatch(/\(E_USAGE\)$/);
  expect(second).toContain(hint);
  expect(run.stderr).not.toContain("    at ");
});

test("a missing recording is nothing that could be read", async () => {
  const run = await runCli(["report", "--from", "no-such-recording"], { cwd: import.meta.dirname });
  expect(run).toMatchObject({ code: 3, stdout: "" });
  expect(run.stderr).toMatch(
    /no-such-recording: there is no such file or folder \(E_BAD_INPUT\)\n {2}hint: /,
  );
});

test("--verbose adds the stack", async () => {
  const run = await runCli(["report", "--verbose", "--from", "no-such-recording"]);
  expect(run.stderr).toContain("    at ");
});

test("a defect is told as one, with how to report it and without a stack", async () => {
  const run = await runCli(["report", "--demo", "--api", "warehouse-audit"], {
    timeZone: () => {
      throw new TypeError("boom\u001b[2J");
    },
  });
  expect(run.code).toBe(4);
  expect(run.stderr).toContain(String.raw`gatewatch: internal error: boom\x1b[2J`);
  expect(run.stderr).toContain("Please report it");
  expect(run.stderr).not.toContain("    at ");
});
