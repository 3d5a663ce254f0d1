import type { LogReport } from "../../../model/log-report.ts";
import { escapeText } from "../../text/escape.ts";
import { formatMs, UNKNOWN } from "../../text/format.ts";
import { groupName } from "../log-rows.ts";

const MOST_SHOWN = 5;

/** The slowest requests with the ids to look them up by. */
export function slowestBlock({ slowest }: LogReport, title: (text: string) => string): string[] {
  if (slowest.length === 0) return [];
  return [
    title("SLOWEST"),
    ...slowest
      .slice(0, MOST_SHOWN)
      .map((request) =>
        [
          formatMs(request.latencyMs).padStart(7),
          request.time?.slice(0, 19) ?? UNKNOWN,
          request.status ?? UNKNOWN,
          groupName(request.key),
          escapeText(request.requestId ?? UNKNOWN),
          ...(request.integrationRequestId === null
            ? []
            : [`integration ${escapeText(request.integrationRequestId)}`]),
        ].join("  "),
      ),
  ];
}
