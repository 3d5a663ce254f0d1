import type { Analyzer } from "./analyzer.ts";
import { hitRatioCollapse } from "./cache/hit-ratio-collapse.ts";
import { clientErrorSpike } from "./errors/client-error-spike.ts";
import { serverErrorSpike } from "./errors/server-error-spike.ts";
import { integrationRegression } from "./latency/integration-regression.ts";
import { overheadRegression } from "./latency/overhead-regression.ts";
import { regression } from "./latency/regression.ts";
import { headroom } from "./throttling/headroom.ts";
import { turnedAway } from "./throttling/turned-away.ts";
import { drop } from "./traffic/drop.ts";
import { routeVanished } from "./traffic/route-vanished.ts";
import { surge } from "./traffic/surge.ts";
import { clientErrors } from "./websocket/client-errors.ts";
import { executionErrors } from "./websocket/execution-errors.ts";
import { integrationErrors } from "./websocket/integration-errors.ts";

/** Every question that is asked of a target. Ids are the files' paths. */
export const ANALYZERS: readonly Analyzer[] = [
  serverErrorSpike,
  clientErrorSpike,
  integrationRegression,
  overheadRegression,
  regression,
  hitRatioCollapse,
  drop,
  routeVanished,
  surge,
  turnedAway,
  headroom,
  integrationErrors,
  executionErrors,
  clientErrors,
];
