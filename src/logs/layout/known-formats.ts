/**
 * Formats that are not JSON and in wide use, for logs that come without theirs. The order decides where a line fits
 * several; HTTP before REST, whose fields a line of an HTTP API would fit shifted by one.
 *
 * Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs" (set-up-logging.html), "Configure
 * logging for HTTP APIs" (http-api-logging.html) and "Configure logging for WebSocket APIs" (websocket-api-logging.html),
 * April 2026 and older; aws-cdk AccessLogFormat; terraform-aws-apigateway-v2's example; the Serverless Framework's defaults.
 */
const START = "$context.identity.sourceIp";
const TIME = "[$context.requestTime]";
const SIZE = "$context.status $context.responseLength $context.requestId";
const HTTP = `${START} - - ${TIME} "$context.httpMethod $context.routeKey $context.protocol" ${SIZE}`;
const REST = `${START} $context.identity.caller $context.identity.user ${TIME} "$context.httpMethod $context.resourcePath $context.protocol" ${SIZE}`;
const WEBSOCKET = `${START} $context.identity.caller $context.identity.user ${TIME} "$context.eventType $context.routeKey $context.connectionId"`;

export const KNOWN_TEXT_FORMATS: readonly { readonly name: string; readonly format: string }[] = [
  { name: "WebSocket CLF", format: `${WEBSOCKET} $context.status $context.requestId` },
  { name: "Serverless Framework WebSocket", format: `${WEBSOCKET} $context.requestId` },
  { name: "HTTP CLF", format: `${HTTP} $context.extendedRequestId` },
  { name: "HTTP CLF without the extended id", format: HTTP },
  { name: "HTTP CLF with the integration's error", format: `${HTTP} $context.integrationErrorMessage` },
  { name: "REST CLF", format: `${REST} $context.extendedRequestId` },
  { name: "REST CLF without the extended id", format: REST },
  {
    name: "REST CSV",
    format:
      "$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId",
  },
  {
    name: "HTTP CSV",
    format:
      "$context.identity.sourceIp,$context.requestTime,$context.httpMethod,$context.routeKey,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId",
  },
  {
    name: "REST XML",
    format:
      '<request id="$context.requestId"> <extendedRequestId>$context.extendedRequestId</extendedRequestId> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <user>$context.identity.user</user> <requestTime>$context.requestTime</requestTime> <httpMethod>$context.httpMethod</httpMethod> <resourcePath>$context.resourcePath</resourcePath> <status>$context.status</status> <protocol>$context.protocol</protocol> <responseLength>$context.responseLength</responseLength> </request>',
  },
  { name: "request id alone", format: "$context.requestId" },
];
