import { ToolError } from "../../core/errors.ts";
import { createAccount } from "../../simulate/create-account.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import { INCIDENTS } from "../../simulate/incidents/registry.ts";
import type { AccountPlan } from "../../simulate/plan.ts";
import { wrapLabelled } from "../../report/text/wrap.ts";
import type { CliContext } from "../context.ts";
import { createProgress } from "../progress.ts";
import { DEMO_SEED } from "../source/demo-seed.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "../source/refuse-together.ts";
import { wholeNumber } from "../whole-number.ts";
import { serveAccount } from "./simulate-listen.ts";
import { atTime, stageId, withIncidents } from "./simulate-plan.ts";
import { writeAccount } from "./simulate-write.ts";
import type { SimulateOptions } from "./simulate.ts";

const WIDTH = 80;

/** `gatewatch simulate`: lists, writes or serves a made-up account. */
export async function runSimulate(options: SimulateOptions, context: CliContext): Promise<void> {
  const { out, listen, list } = options;
  if ([out, listen, list].filter((way) => way !== undefined).length !== 1) {
    throw new ToolError("E_USAGE", "simulate needs one of --out DIR, --listen PORT and --list", {
      hint: "gatewatch simulate --help shows examples.",
    });
  }
  refuseTogether("simulate", options, AWS_FLAGS, "a made-up account is not in AWS");
  if (options.incident === undefined) refuseWithout("--incident", options, [["target", "--target"]]);
  const seed = options.seed === undefined ? DEMO_SEED : wholeNumber("--seed", options.seed, 0, 2 ** 31 - 1);
  if (out === undefined) refuseWithout("--out", options, [["maxLogLines", "--max-log-lines"]]);
  const maxLogLines =
    options.maxLogLines === undefined
      ? undefined
      : wholeNumber("--max-log-lines", options.maxLogLines, 1, 1_000_000_000);
  const demo = demoPlan(seed);
  if (list) {
    context.stdout.write(listing(demo));
    return;
  }
  const place = (plan: AccountPlan): AccountPlan =>
    options.incident === undefined ? plan : withIncidents(plan, options.incident, options.target);
  const progress = await createProgress(context.stderr, options.quiet === true);
  if (out !== undefined) {
    await writeAccount(createAccount(place(demo)), out, context, progress, maxLogLines);
    return;
  }
  const port = wholeNumber("--listen", listen ?? "", 0, 65_535);
  await serveAccount(createAccount(place(atTime(demo, context.now()))), port, context, progress);
}

function listing(plan: AccountPlan): string {
  const incidents = INCIDENTS.flatMap(({ name, title, kinds, magnitude, inMetrics }) => [
    `  ${name}`,
    ...wrapLabelled(
      "      ",
      `${title} (${kinds.join(", ")}${inMetrics ? "" : "; not visible in metrics"})`,
      WIDTH,
    ),
    ...wrapLabelled("      ", `magnitude: ${magnitude.meaning} (default: ${magnitude.default})`, WIDTH),
  ]);
  const targets = plan.stages.map((stage) => {
    const id = stageId(stage);
    return stage.kind === "rest" ? `  ${id}` : `  ${id.padEnd(30)} ${stage.apiName}`;
  });
  return ["Incidents:", ...incidents, "", "Targets:", ...targets, ""].join("\n");
}
