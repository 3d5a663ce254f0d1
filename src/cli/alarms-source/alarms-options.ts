import { Option, type Command } from "commander";

export interface AlarmsOption {
  readonly alarms?: string[];
  /** As typed: "Name=Value". */
  readonly parameter?: string[];
}

const DESCRIPTION =
  'files or folders with alarms: CloudFormation, SAM, Terraform or its plan, describe-alarms, our JSON; "-" is standard input';

/** Which alarms a command is about; read with readAlarms. */
export function addAlarmsOption(command: Command, description = DESCRIPTION): Command {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  return command
    .option("--alarms <path...>", description)
    .addOption(
      new Option(
        "--parameter <name=value>",
        "value of a template's parameter, a Terraform variable or AWS::Region and the like; repeat it",
      ).argParser(repeat),
    );
}
