import type { JsonObject } from "./operation.ts";

/** What somebody sent through a channel, as its receivers would get it. */
export interface Published {
  /** A topic's ARN, or a bus. */
  readonly destination: string;
  readonly id: string;
  readonly message: JsonObject;
}
