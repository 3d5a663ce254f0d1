import { didYouMean } from "../../core/did-you-mean.ts";
import { ToolError } from "../../core/errors.ts";
import type { Incident } from "../incident.ts";
import { accountThrottling } from "./account-throttling.ts";
import { authorizerOutage } from "./authorizer-outage.ts";
import { authorizerSlowdown } from "./authorizer-slowdown.ts";
import { backendSlowdownRamp } from "./backend-slowdown-ramp.ts";
import { backendSlowdownStep } from "./backend-slowdown-step.ts";
import { backendSlowdownTail } from "./backend-slowdown-tail.ts";
import { badCanary } from "./bad-canary.ts";
import { badClientRelease } from "./bad-client-release.ts";
import { cacheCollapse } from "./cache-collapse.ts";
import { clientRetryStorm } from "./client-retry-storm.ts";
import { coldStartStorm } from "./cold-start-storm.ts";
import { expiredClientCredentials } from "./expired-client-credentials.ts";
import { integrationErrorsAfterDeployment } from "./integration-errors-after-deployment.ts";
import { integrationTimeout } from "./integration-timeout.ts";
import { lambdaPermissionRemoved } from "./lambda-permission-removed.ts";
import { lambdaThrottling } from "./lambda-throttling.ts";
import { malformedLambdaResponse } from "./malformed-lambda-response.ts";
import { quotaExhausted } from "./quota-exhausted.ts";
import { stageThrottling } from "./stage-throttling.ts";
import { trafficDrop } from "./traffic-drop.ts";
import { unknownRouteScan } from "./unknown-route-scan.ts";
import { usagePlanThrottling } from "./usage-plan-throttling.ts";
import { wafBlockWave } from "./waf-block-wave.ts";
import { wafSlowdown } from "./waf-slowdown.ts";
import { websocketConnectStorm } from "./websocket-connect-storm.ts";
import { websocketIntegrationErrors } from "./websocket-integration-errors.ts";

/** The incident catalogue. To add one: its file, its line here, its row in docs/incidents.md. */
export const INCIDENTS: readonly Incident[] = [
  integrationErrorsAfterDeployment,
  integrationTimeout,
  backendSlowdownStep,
  backendSlowdownRamp,
  backendSlowdownTail,
  coldStartStorm,
  authorizerSlowdown,
  wafSlowdown,
  malformedLambdaResponse,
  lambdaPermissionRemoved,
  lambdaThrottling,
  stageThrottling,
  usagePlanThrottling,
  accountThrottling,
  quotaExhausted,
  authorizerOutage,
  expiredClientCredentials,
  unknownRouteScan,
  badClientRelease,
  clientRetryStorm,
  cacheCollapse,
  wafBlockWave,
  badCanary,
  trafficDrop,
  websocketIntegrationErrors,
  websocketConnectStorm,
];

/**
 * The incident of that name.
 *
 * Errors: E_USAGE, with the nearest name as the hint.
 */
export function findIncident(name: string): Incident {
  const found = INCIDENTS.find((incident) => incident.name === name);
  if (found !== undefined) return found;
  const names = INCIDENTS.map((incident) => incident.name);
  throw new ToolError("E_USAGE", `"${name}" is not an incident of the catalogue`, {
    hint: didYouMean(name, names),
  });
}
