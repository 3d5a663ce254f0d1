import { REGION } from "../unit/loopback/literal-account.ts";

/** For a real client, pointed at an endpoint, without retries: what is answered is what is seen. */
export function clientConfig(endpoint: string, region = REGION) {
  return {
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "dummy" },
  };
}
