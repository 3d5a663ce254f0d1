import { describe, expect, it } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { toLogReport } from "../../../src/logs/to-log-report.ts";
import { randomLine } from "../../support/log-lines.ts";
import { scanLog } from "../../support/scan-log.ts";

describe("toLogReport", () => {
  it("tells each group's own statuses, also of the group that the total begins with", () => {
    const random = createRandom(17);
    const lines = Array.from({ length: 300 }, (_, number) => randomLine(random, number));
    const aggregates = scanLog(lines.join("\n"));
    const report = toLogReport({ aggregates, problems: [], descriptions: [] }, ["route"]);
    expect(report.groups.length).toBeGreaterThan(3);
    for (const { requests, statuses } of [...report.groups, report.total]) {
      expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(requests);
    }
  });
});
