import { describe, expect, it } from "vitest";

import type { ControlPlane } from "../../../../src/collectors/inventory/control-plane.ts";
import { collectHttpAndWebSocket } from "../../../../src/collectors/inventory/http-websocket.ts";
import { collectRest } from "../../../../src/collectors/inventory/rest.ts";

function pages<T>(...items: readonly T[]) {
  return { items, malformed: 0, error: undefined };
}

function denied(items: readonly never[] = []) {
  return { items, malformed: 0, error: Object.assign(new Error("no"), { name: "AccessDeniedException" }) };
}

/** A control plane with two REST APIs and one HTTP API, and what it was asked. */
function plane(change: Partial<ControlPlane> = {}) {
  const asked: string[] = [];
  const base: ControlPlane = {
    restApis: async () => pages({ id: "r1", name: "orders" }, { id: "r2", name: "users" }),
    restStages: async (id) => pages({ stageName: "prod" }, { stageName: `dev-${id}` }),
    resources: async () => pages({ path: "/x", resourceMethods: { GET: {} } }),
    restDeployments: async () =>
      pages(
        { id: "old", createdDate: new Date(1_000) },
        { id: "new", createdDate: new Date(9_000), description: "v2" },
      ),
    usagePlans: async () => pages({ id: "p1", apiStages: [{ apiId: "r1", stage: "prod" }] }),
    v2Apis: async () => pages({ ApiId: "h1", Name: "catalogue", ProtocolType: "HTTP" as const }),
    v2Stages: async () => pages({ StageName: "$default" }),
    v2Routes: async () => pages({ RouteKey: "GET /x", Target: "integrations/i1" }),
    v2Integrations: async () => pages({ IntegrationId: "i1", IntegrationType: "AWS_PROXY" }),
    v2Deployments: async () => pages(),
    ...change,
  };
  const names = Object.keys(base) as (keyof ControlPlane)[];
  const noting = Object.fromEntries(
    names.map((name) => [
      name,
      (id?: string) => {
        asked.push(id === undefined ? name : `${name} ${id}`);
        return (base[name] as (id?: string) => unknown)(id);
      },
    ]),
  ) as unknown as ControlPlane;
  return { asked, plane: noting };
}

function context(one: ControlPlane, filter = { api: null as string | null, stage: null as string | null }) {
  const counted = { found: 0, read: 0 };
  return {
    counted,
    plane: one,
    region: "eu-west-2",
    filter,
    onFound: (apis: number) => {
      counted.found += apis;
    },
    onRead: () => {
      counted.read += 1;
    },
  };
}

describe("collectRest", () => {
  it("gives each stage its API's routes, its own usage plans, and deployments newest first", async () => {
    const inside = context(plane().plane);
    const { targets, unread, blindSpots } = await collectRest(inside);
    expect(targets.map(({ id }) => id)).toEqual([
      "rest:orders/prod",
      "rest:orders/dev-r1",
      "rest:users/prod",
      "rest:users/dev-r2",
    ]);
    expect(targets.map(({ configuration }) => configuration?.usagePlans.length)).toEqual([1, 0, 0, 0]);
    expect(targets[0]?.configuration?.deployments).toEqual([
      { id: "new", createdMs: 9_000, description: "v2" },
      { id: "old", createdMs: 1_000, description: null },
    ]);
    expect([unread, blindSpots]).toEqual([[], []]);
    expect(inside.counted).toEqual({ found: 2, read: 2 });
  });

  it("asks nothing more of an API that the filter leaves out, or none of whose stages match", async () => {
    const byApi = plane();
    await collectRest(context(byApi.plane, { api: "users", stage: null }));
    expect(byApi.asked).toEqual([
      "restApis",
      "usagePlans",
      "restStages r2",
      "resources r2",
      "restDeployments r2",
    ]);
    const byStage = plane();
    await collectRest(context(byStage.plane, { api: null, stage: "dev-r1" }));
    expect(byStage.asked).toEqual([
      "restApis",
      "usagePlans",
      "restStages r1",
      "restStages r2",
      "resources r1",
      "restDeployments r1",
    ]);
    const none = plane();
    await collectRest(context(none.plane, { api: "nobody", stage: null }));
    expect(none.asked).toEqual(["restApis"]);
  });

  it("loses the stages of one API, and keeps the others", async () => {
    const { plane: one } = plane({
      restStages: async (id) => (id === "r1" ? denied() : pages({ stageName: "prod" })),
    });
    const { targets, unread, blindSpots } = await collectRest(context(one));
    expect(targets.map(({ id }) => id)).toEqual(["rest:users/prod"]);
    expect(unread).toEqual([{ kind: "rest", api: { id: "r1", name: "orders" } }]);
    expect(blindSpots).toMatchObject([{ source: "inventory", target: null, code: "ACCESS_DENIED" }]);
    expect(blindSpots[0]?.hint).toContain('"orders"');
  });

  it("loses routes or deployments of one API's targets, by name", async () => {
    const { plane: one } = plane({
      resources: async (id) => (id === "r2" ? denied() : pages()),
      restDeployments: async (id) => (id === "r1" ? denied() : pages()),
      usagePlans: async () => denied(),
    });
    const { targets, blindSpots } = await collectRest(context(one));
    expect(targets).toHaveLength(4);
    expect(blindSpots.map(({ target }) => target)).toEqual([
      null,
      "rest:orders/prod",
      "rest:orders/dev-r1",
      "rest:users/prod",
      "rest:users/dev-r2",
    ]);
  });

  it("keeps the APIs of a list that broke off, counts odd ones, and knows that there may be more", async () => {
    const { plane: one } = plane({
      restApis: async () => ({
        items: [{ id: "r1", name: "orders" }],
        malformed: 3,
        error: new Error("cut"),
      }),
    });
    const { targets, unread, blindSpots } = await collectRest(context(one));
    expect(targets).toHaveLength(2);
    expect(unread).toEqual([{ kind: "rest", api: null }]);
    expect(blindSpots.map(({ code }) => code)).toEqual(["UNKNOWN", "BAD_RESPONSE"]);
    expect(blindSpots[1]?.hint).toMatch(/^3 items/);
  });
});

describe("collectHttpAndWebSocket", () => {
  it("loses what its routes call where integrations are denied", async () => {
    const { plane: one } = plane({ v2Integrations: async () => denied() });
    const { targets, blindSpots } = await collectHttpAndWebSocket(context(one));
    expect(targets[0]?.configuration?.routes).toMatchObject([{ key: "GET /x", integration: "unknown" }]);
    expect(blindSpots).toMatchObject([{ target: "http:h1/$default", code: "ACCESS_DENIED" }]);
  });

  it("knows neither flavour where the list is denied", async () => {
    const { plane: one } = plane({ v2Apis: async () => denied() });
    const { targets, unread } = await collectHttpAndWebSocket(context(one));
    expect(targets).toEqual([]);
    expect(unread.map(({ kind }) => kind)).toEqual(["http", "websocket"]);
  });
});

describe("a namesake that was not asked for", () => {
  const twins = [
    { id: "r1", name: "orders" },
    { id: "r2", name: "ord\u00e9ers" },
    { id: "r3", name: "order\u00e9s" },
  ];

  it("is named, since the metrics of both add up", async () => {
    const { plane: one } = plane({ restApis: async () => pages(...twins) });
    const { blindSpots } = await collectRest(context(one, { api: "r1", stage: "prod" }));
    expect(blindSpots).toMatchObject([
      { source: "metrics", target: "rest:orders/prod", code: "SHARED_SERIES" },
    ]);
    expect(blindSpots[0]?.hint).toContain("(r2, r3)");
  });

  it("is no matter where all were asked for: that they share is told of the stages themselves", async () => {
    const { plane: one } = plane({ restApis: async () => pages(...twins) });
    const { targets, blindSpots } = await collectRest(context(one));
    expect(targets).toHaveLength(6);
    expect(blindSpots).toEqual([]);
  });
});
