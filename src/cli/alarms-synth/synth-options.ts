import { Option, type Command } from "commander";

/** How alarms are made; each wins over `alarms.synth` of the configuration. */
export interface SynthOptions {
  readonly alarmProfile?: string;
  readonly nameTemplate?: string;
  readonly rollback?: true;
  readonly noiseBudget?: string;
  readonly maxAlarms?: string;
  readonly maxUsdMonth?: string;
  /** False after --no-composites. */
  readonly composites: boolean;
  readonly suppressor?: string;
  readonly runbook?: string;
  readonly topic?: string[];
  /** False after --no-ok-actions. */
  readonly okActions: boolean;
  readonly insufficientDataActions?: true;
  readonly tag?: string[];
}

const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];

export function addSynthOptions(command: Command): Command {
  return command
    .option(
      "--alarm-profile <name>",
      "gatewatch, or aws-recommended: AWS's 18 as they are; --profile takes these two words as well",
    )
    .option("--max-alarms <number>", "most alarms in all (default: 400)")
    .option("--max-usd-month <usd>", "most that they may cost a month (default: 50)")
    .option("--noise-budget <number>", "how often an alarm may have fired for nothing (default: 0)")
    .option("--name-template <text>", "of {target}, {route}, {rule}, {part}, {severity}")
    .option("--rollback", "also alarms for deployments to be rolled back by")
    .option("--no-composites", "every alarm tells for itself")
    .option("--suppressor <alarm>", "an alarm that keeps the composites quiet while it fires")
    .option("--runbook <url>", "linked in every description")
    .addOption(
      new Option("--topic <severity=arn>", "whom to tell: page=arn:aws:sns:...; repeat it").argParser(repeat),
    )
    .option("--no-ok-actions", "do not tell when it is over")
    .option("--insufficient-data-actions", "tell also when there is no data")
    .addOption(new Option("--tag <key=value>", "on every alarm; repeat it").argParser(repeat));
}
