import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { patchRestApi, remedy } from "../remedy.ts";

export const compression: Check = {
  id: "compression",
  control: "REL-10",
  group: "reliability",
  severity: "info",
  title: "Answers that are never compressed",
  what: "The API compresses answers above some size (minimumCompressionSize).",
  why: "Large JSON takes longer to reach the client, and is paid for by the byte on its way out of AWS.",
  fix: "Set a size from which on answers are compressed, such as 1024 bytes.",
  exempt: "HTTP and WebSocket APIs, which do not compress.",
  references: ["Well-Architected Serverless Applications Lens, amazon-api-gateway-2"],
  feature: "compression",
  judges: {
    api: ({ api }) => {
      const size = api.minimumCompressionBytes;
      if (size === undefined) return unknown("whether it compresses");
      const evidence = [{ field: "minimumCompressionSize", value: size === null ? "not set" : String(size) }];
      return size === null
        ? fail("It never compresses.", evidence)
        : pass("It compresses large answers.", evidence);
    },
  },
  remedy: (names) =>
    remedy(
      patchRestApi(names, { "/minimumCompressionSize": "1024" }),
      ["AWS::ApiGateway::RestApi", { MinimumCompressionSize: 1_024 }],
      ["aws_api_gateway_rest_api", { minimum_compression_size: "1024" }],
    ),
};
