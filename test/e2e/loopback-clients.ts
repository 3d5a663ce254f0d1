import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { STSClient } from "@aws-sdk/client-sts";
import { XRayClient } from "@aws-sdk/client-xray";

import { REGION } from "../unit/loopback/literal-account.ts";

/** The real clients, pointed at an endpoint, without retries: what is answered is what is seen. */
export function clientsFor(endpoint: string, region = REGION) {
  const config = {
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "dummy" },
  };
  return {
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    xray: new XRayClient(config),
    rest: new APIGatewayClient(config),
    v2: new ApiGatewayV2Client(config),
    sts: new STSClient(config),
  };
}
