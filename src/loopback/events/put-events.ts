import { z } from "zod";

import { EVENT_BRIDGE_LIMITS } from "../../catalog/delivery-limits.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

const entrySchema = z.object({
  Source: z.string().min(1),
  DetailType: z.string().min(1).max(EVENT_BRIDGE_LIMITS.detailTypeCharacters),
  Detail: z.string(),
  EventBusName: z.string().default("default"),
  Time: z.number().optional(),
});

/** Takes what is whole, and refuses single entries whose detail is no JSON, as Amazon EventBridge does. */
export const putEvents = operation({
  service: "events",
  name: "PutEvents",
  input: z.object({ Entries: z.array(entrySchema).min(1).max(EVENT_BRIDGE_LIMITS.entries) }),
  answer: ({ Entries }, { published, newId }) => {
    const bytes = Entries.reduce(
      (sum, { Source, DetailType, Detail, Time }) =>
        sum + Buffer.byteLength(`${Source}${DetailType}${Detail}`) + (Time === undefined ? 0 : 14),
      0,
    );
    if (bytes > EVENT_BRIDGE_LIMITS.callBytes) {
      throw new ServiceError(
        "ValidationException",
        "Total size of the entries in the request is over the limit.",
      );
    }
    const results = Entries.map(({ EventBusName, ...entry }) => {
      if (!isJsonObject(entry.Detail)) {
        return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
      }
      const id = newId();
      published.push({ destination: EventBusName, id, message: entry });
      return { EventId: id };
    });
    return { FailedEntryCount: results.filter((one) => "ErrorCode" in one).length, Entries: results };
  },
});

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
