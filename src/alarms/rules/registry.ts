import { accountConcurrency } from "./account-concurrency.ts";
import type { AlarmRule } from "./alarm-rule.ts";
import { awsRecommended } from "./aws-recommended.ts";
import { cacheHits } from "./cache-hits.ts";
import { clientErrors } from "./client-errors.ts";
import { gatewayOverhead } from "./gateway-overhead.ts";
import { integrationLatency } from "./integration-latency.ts";
import { lambdaCompanions } from "./lambda-companions.ts";
import { latency } from "./latency.ts";
import { loggedRefusals } from "./logged-refusals.ts";
import { mostRefused } from "./most-refused.ts";
import { serverErrors } from "./server-errors.ts";
import { trafficDrop } from "./traffic-drop.ts";
import {
  websocketClientErrors,
  websocketExecutionErrors,
  websocketIntegrationErrors,
} from "./websocket-errors.ts";

/** Every alarm rule, in the order in which a reader meets its alarms: what pages first. */
export const ALARM_RULES: readonly AlarmRule[] = [
  serverErrors,
  mostRefused,
  trafficDrop,
  websocketIntegrationErrors,
  websocketExecutionErrors,
  loggedRefusals,
  accountConcurrency,
  clientErrors,
  websocketClientErrors,
  latency,
  integrationLatency,
  gatewayOverhead,
  cacheHits,
  lambdaCompanions,
  awsRecommended,
];
