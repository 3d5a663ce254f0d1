import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";

import { agentEventSchema } from "../../../../src/model/agent-event.ts";
import { anEvent } from "../../../support/agent-events.ts";

const FILE = "docs/schema/agent-event-1.json";

it("the published schema of an event is the one that the code has", async () => {
  const published: unknown = JSON.parse(await readFile(FILE, "utf8"));
  expect(published).toEqual({
    title: "An event of the agent, version 1",
    ...z.toJSONSchema(agentEventSchema),
  });
});

it("an independent reader of schemas takes what is sent, and refuses what is not", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const isValid = ajv.compile(JSON.parse(await readFile(FILE, "utf8")) as object);
  const sent: unknown = JSON.parse(JSON.stringify(anEvent()));
  expect([isValid(sent), isValid.errors]).toEqual([true, null]);
  expect(isValid({ ...anEvent(), kind: "exploded" })).toBe(false);
  expect(isValid({ ...anEvent(), incident: {} })).toBe(false);
});
