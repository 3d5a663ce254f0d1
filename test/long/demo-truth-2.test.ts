import { describe } from "vitest";

import { DEMO_SEED } from "../../src/cli/source/demo-seed.ts";
import { judgeDemo } from "../support/judge-demo.ts";

const isAsked = process.env["GATEWATCH_JUDGE_ALL"] !== undefined;

describe.skipIf(!isAsked)(
  "more accounts (skipped unless GATEWATCH_JUDGE_ALL is set: each takes seconds)",
  () => {
    judgeDemo([DEMO_SEED]);
    judgeDemo([9_111, 9_112, 9_113, 9_114, 9_115, 9_116, 9_117, 9_118, 9_119, 9_120], "7d");
  },
);
