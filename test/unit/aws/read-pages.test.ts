import { describe, expect, it } from "vitest";
import { z } from "zod";

import { readPages, type Page } from "../../../src/aws/read-pages.ts";

const item = z.object({ id: z.string() });

/** Pages by token; the first by "". */
function pages(byToken: Readonly<Record<string, Page>>, asked: (string | undefined)[] = []) {
  return async (token: string | undefined): Promise<Page> => {
    asked.push(token);
    const page = byToken[token ?? ""];
    if (page === undefined) throw new Error(`no page ${token}`);
    return page;
  };
}

describe("readPages", () => {
  it("follows tokens over empty pages to the end", async () => {
    const asked: (string | undefined)[] = [];
    const fetch = pages(
      {
        "": { items: [{ id: "a" }], next: "t1" },
        t1: { items: [], next: "t2" },
        t2: { items: undefined, next: "t3" },
        t3: { items: [{ id: "b" }, { id: "c" }], next: "" },
      },
      asked,
    );
    expect(await readPages(item, fetch)).toEqual({
      items: [{ id: "a" }, { id: "b" }, { id: "c" }],
      malformed: 0,
      error: undefined,
    });
    expect(asked).toEqual([undefined, "t1", "t2", "t3"]);
  });

  it("counts items of another shape and keeps the rest", async () => {
    const items = [{ id: "a" }, { id: 7 }, null, "text", { id: "b", more: 1 }];
    const read = await readPages(item, pages({ "": { items, next: undefined } }));
    expect(read.items).toEqual([{ id: "a" }, { id: "b" }]);
    expect(read.malformed).toBe(3);
  });

  it("keeps what came before a page that fails", async () => {
    const read = await readPages(item, pages({ "": { items: [{ id: "a" }], next: "lost" } }));
    expect(read.items).toEqual([{ id: "a" }]);
    expect(read.error).toMatchObject({ message: "no page lost" });
  });

  it("ends on a token that comes twice, and on endless empty pages", async () => {
    const circle = await readPages(item, async () => ({ items: [{ id: "a" }], next: "same" }));
    expect(circle.items).toHaveLength(2);
    expect(circle.error).toMatchObject({ name: "PagingError" });
    let calls = 0;
    const endless = await readPages(item, async () => ({ items: [], next: `t${(calls += 1)}` }));
    expect(endless.error).toMatchObject({ name: "PagingError" });
    expect(calls).toBe(20);
  });
});
