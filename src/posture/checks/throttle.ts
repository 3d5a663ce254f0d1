import type { EstateStage } from "../../model/estate.ts";
import type { Throttle } from "../../model/target.ts";
import type { Check, StageScene } from "../check.ts";
import { everyRoute } from "../every-route.ts";
import { fail, pass, unknown, type Judgement } from "../judgement.ts";
import { limitFault, throttleText, type LimitFault } from "../limit-fault.ts";
import { counted, settingField, someOf } from "../stage-facts.ts";

export const throttle: Check = {
  id: "throttle",
  control: "REL-01",
  group: "reliability",
  severity: "medium",
  title: "A stage that may use up the whole account's limit",
  what: "The stage has a throttle of its own for all of its methods, and no throttle of the stage or of a single method is 0, or not below the account's.",
  why: "All APIs of an account and Region share one limit. A stage without its own can use it up, and then every other API answers 429 as well; so can a method whose own limit is above the account's. A limit of 0 answers 429 to everybody.",
  fix: "Give the stage, and each method that has its own, a limit above its busiest minute, and below the account's.",
  exempt: "Nowhere: every flavour can be throttled.",
  references: [
    "cdk-nag Serverless-APIGWDefaultThrottling",
    "serverless-rules ES2003",
    "Well-Architected Serverless Applications Lens, limits",
  ],
  feature: "every flavour",
  judges: { stage: judgeStage },
  remedy: (names) =>
    everyRoute(
      names,
      {
        path: "throttling/rateLimit",
        member: "ThrottlingRateLimit",
        argument: "throttling_rate_limit",
        value: 500,
      },
      {
        path: "throttling/burstLimit",
        member: "ThrottlingBurstLimit",
        argument: "throttling_burst_limit",
        value: 250,
      },
    ),
};

const EVERY = "*/*";

function judgeStage(scene: StageScene): Judgement {
  const { stage, estate } = scene;
  const every = stage.every?.throttle;
  const limits = [...(every ? [[EVERY, every] as const] : []), ...limitsOfRoutes(stage)];
  const judged = limits.map(([key, limit]) => ({ key, limit, fault: limitFault(limit, estate) }));
  const keysOf = (fault: LimitFault): string[] =>
    judged.filter((one) => one.fault === fault).map(({ key }) => key);
  const [closed, above, undecided] = [keysOf("closed"), keysOf("above"), keysOf("undecided")];
  const isOpen = every === null && !isEachLimited(scene);
  const faulty = [...(isOpen ? [EVERY] : []), ...closed, ...above];
  const unsure = unsureKeys(stage);
  // To say that it has none, too, would contradict what is said of a limit that may be sent as 0.
  const isUnsure = unsure.includes(EVERY);
  const told = judged.filter(({ key, fault }) => fault !== null || key === EVERY || faulty.length === 0);
  const account = estate.account?.throttle;
  const evidence = [
    ...(isOpen && !isUnsure
      ? [{ field: settingField(scene, EVERY, "throttlingRateLimit"), value: "not set" }]
      : []),
    ...unsure.map((key) => ({
      field: settingField(scene, key, "throttlingRateLimit"),
      value: "this or the burst limit is 0, not set, or not known",
    })),
    ...told.map(({ key, limit }) => ({
      field: settingField(scene, key, "throttlingRateLimit"),
      value: throttleText(limit),
    })),
    ...(account === undefined || limits.length === 0
      ? []
      : [{ field: "account.throttleSettings.rateLimit", value: String(account.rateLimit) }]),
  ];
  if (faulty.length > 0) {
    const message = [
      ...(isOpen && !isUnsure
        ? ["It has no throttle of its own, so the whole account's limit is its own."]
        : []),
      ...closedText(closed),
      ...aboveText(above, account),
      ...(unsure.length === 0 ? [] : [unsureText(unsure)]),
    ].join(" ");
    const severity = closed.includes(EVERY) || (isOpen && isUnsure) ? "high" : undefined;
    return { ...fail(message, evidence, severity), names: { routes: [...new Set([...faulty, ...unsure])] } };
  }
  if (every === undefined) return unknown("its throttle");
  if (undecided.length > 0) {
    const limit = judged.find(({ key }) => key === undecided[0])?.limit;
    const text = limit === undefined ? "" : ` (${throttleText(limit)})`;
    const message = `Not decided: the account's limit is not known, and may be below ${nameOf(undecided)}${text}.`;
    return { verdict: "unknown", message, evidence };
  }
  if (unsure.length > 0)
    return { verdict: "unknown", message: `Not decided: ${unsureText(unsure)}`, evidence };
  return pass(
    every === null ? "Each of its routes has a throttle of its own." : "It has a throttle of its own.",
    evidence,
  );
}

function limitsOfRoutes({ byRoute }: EstateStage): (readonly [key: string, limit: Throttle])[] {
  return Object.entries(byRoute ?? {}).flatMap(([key, own]) =>
    own.throttle ? [[key, own.throttle] as const] : [],
  );
}

/** Those of which Terraform's plan does not tell whether the provider sends a limit of 0, another, or none. */
function unsureKeys({ every, byRoute }: EstateStage): string[] {
  return [
    ...(every?.isThrottleUnsure === true ? [EVERY] : []),
    ...Object.entries(byRoute ?? {}).flatMap(([key, own]) => (own.isThrottleUnsure === true ? [key] : [])),
  ];
}

function unsureText(keys: readonly string[]): string {
  return `The block of ${keys.includes(EVERY) ? "all routes" : someOf(keys)} lacks a rate or burst limit, or has one of 0 or one that the plan does not know; where Terraform's provider sends it as 0, every request there is answered 429.`;
}

function isEachLimited({ api, stage }: StageScene): boolean {
  const routes = api.routes ?? [];
  return routes.length > 0 && routes.every(({ key }) => Boolean(stage.byRoute?.[key]?.throttle));
}

function closedText(keys: readonly string[]): string[] {
  const routes = keys.filter((key) => key !== EVERY);
  return [
    ...(keys.includes(EVERY) ? ["Its throttle is 0, which lets nobody in."] : []),
    ...(routes.length === 0
      ? []
      : [`${someOf(routes)} let${routes.length === 1 ? "s" : ""} nobody in: a limit of 0.`]),
  ];
}

function aboveText(keys: readonly string[], account: Throttle | undefined): string[] {
  const limit = account === undefined ? "" : ` ${throttleText(account)}`;
  const routes = keys.filter((key) => key !== EVERY);
  return [
    ...(keys.includes(EVERY) ? [`Its throttle is not below the account's${limit}.`] : []),
    ...(routes.length === 0
      ? []
      : [
          `${counted(routes.length, "route")} ${routes.length === 1 ? "has" : "have"} a throttle that is not below the account's${limit}: ${someOf(routes)}.`,
        ]),
  ];
}

function nameOf(keys: readonly string[]): string {
  return keys.includes(EVERY) ? "its throttle" : `the throttle of ${someOf(keys)}`;
}
