import type { Command } from "commander";

import type { CliContext } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";

export interface TestOptions extends GlobalOptions {
  readonly parameter?: string[];
  readonly filter?: string;
  readonly format: string;
  readonly out?: string;
  readonly schema?: true;
}

const HELP = `
A test gives series, and what alarms should make of them:

  alarms: [template.yaml]
  tests:
    - name: an outage pages, and only once
      inputSeries:
        - alarm: orders-errors           # the metric that this alarm watches
          values: 0x29 40x9 0x20         # 30 minutes of 0, 10 of 40, 21 of 0
      expect:
        - alarm: orders-errors
          states: { 30m: OK, 33m: ALARM, 45m: OK }
          fires: 1

Examples:
  gatewatch alarms test cases.yaml
  gatewatch alarms test tests/*.yaml --filter outage --parameter Stage=prod
  gatewatch alarms test cases.yaml --format junit --out alarms.xml
  gatewatch alarms test --schema > cases.schema.json

docs/alarms/unit-tests.md explains every field.

Exit status: 0 all passed, 1 some failed, 2 usage, or a file that cannot be used,
4 internal error.`;

export function register(alarms: Command, context: CliContext): void {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  const command = alarms
    .command("test")
    .description("unit tests for alarms: series in, states out, judged as CloudWatch would")
    .argument("[files...]", "files of tests")
    .option("--parameter <name=value>", "value of a template's parameter; repeat it", repeat)
    .option("--filter <text>", "only tests whose name contains this")
    .option("--format <format>", "terminal, junit or json", "terminal")
    .option("--out <file>", "write the results to a file instead of stdout")
    .option("--schema", "print the JSON schema of the files, for editors")
    .addHelpText("after", HELP)
    .action(async (files: string[]) => {
      const { runTest } = await import("./run-test.ts");
      await runTest(files, command.optsWithGlobals<TestOptions>(), context);
    });
}
