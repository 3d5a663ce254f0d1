import { expect, it } from "vitest";

import { scopesOf } from "../../../src/collectors/scopes.ts";

it("prefixes no more than is needed to tell targets apart", () => {
  const here = { accountId: "111122223333", region: "eu-west-1" };
  expect(scopesOf([here])).toEqual([""]);
  expect(scopesOf([here, { ...here, region: "us-east-2" }])).toEqual(["eu-west-1", "us-east-2"]);
  expect(scopesOf([here, { accountId: null, region: "us-east-2" }])).toEqual(["eu-west-1", "us-east-2"]);
  expect(scopesOf([here, { ...here, accountId: "444455556666" }])).toEqual([
    "111122223333/eu-west-1",
    "444455556666/eu-west-1",
  ]);
});
