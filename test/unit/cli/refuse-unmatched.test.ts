import { expect, test } from "vitest";

import { refuseNothingFound, refuseUnmatched } from "../../../src/cli/source/refuse-unmatched.ts";
import type { Asked } from "../../../src/cli/source/selection.ts";
import { aSnapshot, aTarget } from "../../support/report-fixtures.ts";

const ASKED: Asked = { since: undefined, until: undefined, baseline: undefined, api: null, stage: null };
const stages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    apiName: `api-${String(index).padStart(3, "0")}`,
    apiId: `id${index}`,
    stage: "prod",
  }));
const nothingFound = {
  source: "inventory",
  target: null,
  code: "NOTHING_FOUND",
  hint: "Nothing in eu-west-1 matches.",
};

test("a hint lists a few names of many", () => {
  const refuse = () => refuseUnmatched({ ...ASKED, api: "zzz" }, stages(500), 0);
  expect(refuse).toThrow(expect.objectContaining({ code: "E_USAGE", message: 'nothing matches API "zzz"' }));
  const names = stages(12).map(({ apiName }) => apiName);
  const hint = `APIs there are: ${names.join(", ")} and 488 more.`;
  expect(refuse).toThrow(expect.objectContaining({ hint }));
});

test("what matches, what was not asked for and what is empty passes", () => {
  refuseUnmatched({ ...ASKED, api: "api-00*" }, stages(7), 7);
  refuseUnmatched(ASKED, stages(3), 0);
  refuseUnmatched({ ...ASKED, api: "x" }, [], 0);
  refuseNothingFound({ ...ASKED, api: "x" }, aSnapshot({ targets: [aTarget()] }));
  refuseNothingFound(ASKED, aSnapshot({ targets: [], blindSpots: [nothingFound] }));
  expect.assertions(0);
});

test("in an account nothing found is refused, unless something that failed may be why", () => {
  const asked = { ...ASKED, stage: "prd" };
  const found = aSnapshot({ targets: [], blindSpots: [nothingFound] });
  expect(() => refuseNothingFound(asked, found)).toThrow(
    expect.objectContaining({ code: "E_USAGE", details: [nothingFound.hint] }),
  );
  const denied = { ...nothingFound, code: "ACCESS_DENIED" };
  refuseNothingFound(asked, aSnapshot({ targets: [], blindSpots: [nothingFound, denied] }));
});
