import { describe, expect, it } from "vitest";
import { logicalId, terraformName } from "../../../../src/alarms/emitters/resource-ids.ts";

describe("ids of resources", () => {
  // Released: another id is another alarm to whoever has deployed it. A changed line here needs a line in the changelog.
  it.each([
    [
      "rest:orders/prod##server-errors#",
      "RestOrdersProdServerErrors13pv7ntj",
      "rest_orders_prod_server_errors_13pv7ntj",
    ],
    [
      "rest:orders/prod#GET /user/{id}#latency#p99",
      "RestOrdersProdGETUserIdLatencyP99e1sky2go",
      "rest_orders_prod_get_user_id_latency_p99_e1sky2go",
    ],
    [
      "rest:orders/prod#GET /userid#latency#p99",
      "RestOrdersProdGETUseridLatencyP997zcke7zj",
      "rest_orders_prod_get_userid_latency_p99_7zcke7zj",
    ],
    [
      "http:a1b2c3/$default##traffic-drop#",
      "HttpA1b2c3DefaultTrafficDrop7jig5lyw",
      "http_a1b2c3_default_traffic_drop_7jig5lyw",
    ],
    ["5xx", "Alarm5xxz72d534d", "alarm_5xx_z72d534d"],
    ["日本語", "Alarmrory812j", "alarm_rory812j"],
    ["", "Alarmikopmwx2", "alarm_ikopmwx2"],
    [
      `websocket:d4e5f6/prod#${"very-long-route-".repeat(9)}#client-errors#`,
      "WebsocketD4e5f6ProdVeryLongRouteVeryLongRouteVeryLongRouteVe04u3dpln",
      "websocket_d4e5f6_prod_very_long_route_very_long_route_very_l_04u3dpln",
    ],
  ])("of %j never change", (key, logical, terraform) => {
    expect([logicalId(key), terraformName(key)]).toEqual([logical, terraform]);
  });

  it("differ where only signs that no id can hold differ", () => {
    const keys = [
      "/user/{id}",
      "/userid",
      "/user/id",
      "/USERID",
      "/user_id",
      "/user-id",
      " /userid",
      "/user{id}",
    ];
    for (const spell of [logicalId, terraformName]) expect(new Set(keys.map(spell)).size).toBe(keys.length);
  });

  it("differ for keys that are long and alike", () => {
    const keys = Array.from({ length: 5_000 }, (_, index) => `${"x".repeat(100)}${index}`);
    expect(new Set(keys.map(logicalId)).size).toBe(keys.length);
  });

  it("are what each grammar takes", () => {
    for (const key of ["5xx", "", "-", "_a", "é", "a b", "0", "x".repeat(400)]) {
      expect(logicalId(key)).toMatch(/^[A-Za-z][A-Za-z0-9]{0,254}$/);
      expect(terraformName(key)).toMatch(/^[a-z][a-z0-9_]*$/);
    }
  });
});
