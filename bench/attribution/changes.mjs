// What was changed around an incident: in two of three cases what brought it about, and always what did no harm.
const MINUTE_MS = 60_000;

const stageUpdate = (stage, path) => ({
  eventSource: "apigateway.amazonaws.com",
  eventName: "UpdateStage",
  requestParameters:
    stage.kind === "rest"
      ? {
          restApiId: stage.apiId,
          stageName: stage.stage,
          updateStageInput: { patchOperations: [{ op: "replace", path, value: "7" }] },
        }
      : { apiId: stage.apiId, stageName: stage.stage, [path.split("/").at(-2)]: { rate: 7 } },
});
const ofFunction = (eventName, setting) => (_stage, functionName) => ({
  eventSource: "lambda.amazonaws.com",
  eventName,
  requestParameters: { functionName, [setting]: "7" },
});
const code = ofFunction("UpdateFunctionCode20150331v2", "s3Key");
const settings = ofFunction("UpdateFunctionConfiguration20150331v2", "memorySize");

/** What can have brought an incident about. @param functionName behind its route, or behind the busiest one. */
const GUILTY = {
  "malformed-lambda-response": code,
  "integration-timeout": settings,
  "backend-slowdown-step": code,
  "cold-start-storm": settings,
  "websocket-integration-errors": code,
  "lambda-permission-removed": ofFunction("RemovePermission20150331v2", "statementId"),
  "lambda-throttling": ofFunction("PutFunctionConcurrency20171031", "reservedConcurrentExecutions"),
  "stage-throttling": (stage) => stageUpdate(stage, "/*/*/throttling/rateLimit"),
  "waf-block-wave": ({ apiId, apiName }) => ({
    eventSource: "wafv2.amazonaws.com",
    eventName: "UpdateWebACL",
    requestParameters: { name: apiName, scope: "REGIONAL", id: `4f2c81d0-${apiId}` },
  }),
  "cache-collapse": ({ apiId, stage }) => ({
    eventSource: "apigateway.amazonaws.com",
    eventName: "FlushStageCache",
    requestParameters: { restApiId: apiId, stageName: stage },
  }),
};
const NOUNS = { lambda: "function", wafv2: "web ACL", apigateway: "stage" };

/**
 * The calls, and how a verdict begins to name the guilty one; null: none was, and a deployment is no call here.
 *
 * @param random a generator of its own.
 */
export function changesAround(name, stage, route, onsetMs, random) {
  const { integrationTarget: target } =
    stage.routes.find(({ key }) => key === route) ??
    stage.routes.toSorted((left, right) => right.weight - left.weight)[0];
  const at = (change, minutesBefore) => ({
    ...change,
    role: "deployer",
    atMs: onsetMs - Math.round(minutesBefore * MINUTE_MS),
  });
  const between = (low, high) => low + (high - low) * random.next();
  const harmless = [
    at(settings(stage, target), between(45, 600)),
    at(stageUpdate(stage, "/*/*/logging/loglevel"), between(1, 25)),
    at(code(stage, "somebody-elses"), between(0, 5)),
    at(stageUpdate({ ...stage, apiId: "elsewhere0" }, "/*/*/throttling/rateLimit"), between(0, 5)),
    // It might have been this one, so its nearness alone tells.
    ...(random.next() < 0.5 ? [at(settings(stage, target), between(12, 28))] : []),
  ];
  const make = GUILTY[name];
  if (make === undefined || random.next() < 1 / 3) return { changes: harmless, guilty: null };
  const guilty = at(make(stage, target), between(0.5, 4));
  const action = guilty.eventName.replace(/\d{8}(?:v\d+)?$/, "");
  const noun = NOUNS[guilty.eventSource.split(".")[0]];
  const who = noun === "function" ? target : noun === "stage" ? stage.stage : stage.apiName;
  return { changes: [...harmless, guilty], guilty: `${action} of ${noun} ${who}` };
}
