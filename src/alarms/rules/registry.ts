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
import { rollback } from "./rollback.ts";
import { serverErrors } from "./server-errors.ts";
import { trafficDrop } from "./traffic-drop.ts";
import {
  websocketClientErrors,
  websocketExecutionErrors,
  websocketIntegrationErrors,
} from "./websocket-errors.ts";

/** The rules of a profile; with `rollback` also what is for deployments to be rolled back by. */
export function alarmRules(profile: AlarmRule["profile"], hasRollback: boolean): readonly AlarmRule[] {
  const rules = ALARM_RULES.filter((rule) => rule.profile === profile);
  return hasRollback ? [...rules, rollback] : rules;
}

/** Every alarm rule that is always asked, in the order in which a reader meets its alarms: what pages first. */
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
