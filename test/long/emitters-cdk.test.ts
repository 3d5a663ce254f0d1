import { expect, it } from "vitest";
import { cdk } from "../../src/alarms/emitters/cdk/cdk.ts";
import type { EmitOptions } from "../../src/model/emit.ts";
import {
  expectedAlarms,
  expectedDashboard,
  expectedFilters,
  hostileDashboard,
  hostileSpecs,
  manySpecs,
  TOPIC_ARNS,
} from "../support/emitted-alarms.ts";
import { resolveConstructs } from "../support/resolve-emitted.ts";

const OPTIONS: EmitOptions = {
  name: "gatewatch-alarms",
  tags: {},
  topics: {},
  okActions: false,
  insufficientDataActions: false,
  dashboard: null,
};

it("constructs compile strictly and synthesize to what the specs say, one with hostile texts and one with nested stacks", () => {
  const hostile = hostileSpecs();
  const body = hostileDashboard(hostile);
  const hostileFiles = cdk.emit(hostile, { ...OPTIONS, dashboard: { name: "Gatewatch_1", body } });
  const many = manySpecs(500, 4);
  const manyFiles = cdk.emit(many, { ...OPTIONS, name: "orders" });
  expect(manyFiles[0]!.text).toContain("extends NestedStack");
  const pageTopic = TOPIC_ARNS["page"]!;
  const [ofHostile, ofMany] = resolveConstructs([
    {
      files: hostileFiles,
      className: "GatewatchAlarms",
      topics: { pageTopic, lowTicketTopic: TOPIC_ARNS["low-ticket"]! },
    },
    { files: manyFiles, className: "Orders", topics: { pageTopic } },
  ]);
  expect(Object.fromEntries(ofHostile!.alarms)).toEqual(Object.fromEntries(expectedAlarms(hostile)));
  expect(Object.fromEntries(ofHostile!.filters)).toEqual(Object.fromEntries(expectedFilters(hostile)));
  expect([...ofHostile!.dashboards]).toEqual([["Gatewatch_1", expectedDashboard(body)]]);
  expect(Object.fromEntries(ofMany!.alarms)).toEqual(Object.fromEntries(expectedAlarms(many)));
});
