import type { EstateApi, EstateRoute, EstateSettings, EstateStage } from "../model/estate.ts";
import type { ApiKind } from "../model/target.ts";

/** A field as the answers of the flavour's API spell it: "accessLogSettings.format", "AccessLogSettings.Format". */
export function fieldOf(kind: ApiKind, ...steps: readonly string[]): string {
  const path = steps.join(".");
  return kind === "rest"
    ? path
    : path.replaceAll(/(^|\.)([a-z])/g, (_, dot: string, first: string) => dot + first.toUpperCase());
}

/** "stages[prod].accessLogSettings" */
export function stageField({ api, stage }: { api: EstateApi; stage: EstateStage }, path: string): string {
  return `stages[${stage.name}].${fieldOf(api.kind, path)}`;
}

/**
 * A setting of one method, or of all of them (see settingsByKey): "stages[prod].methodSettings[GET /x].throttlingRateLimit",
 * "stages[prod].RouteSettings[GET /x].ThrottlingRateLimit".
 */
export function settingField(
  { api, stage }: { api: EstateApi; stage: EstateStage },
  key: string,
  setting: string,
): string {
  const place =
    api.kind === "rest"
      ? `methodSettings[${key}]`
      : key === "*/*"
        ? "DefaultRouteSettings"
        : `RouteSettings[${key}]`;
  return `stages[${stage.name}].${place}.${fieldOf(api.kind, setting)}`;
}

/** Routes that somebody calls for their own sake: without the preflights of browsers. Undefined where none are known. */
export function businessRoutes({ routes }: EstateApi): readonly EstateRoute[] | undefined {
  return routes?.filter(({ key }) => !key.startsWith("OPTIONS "));
}

/** Nobody could see what some route calls. */
export function isSomeCallUnknown(routes: readonly EstateRoute[]): boolean {
  return routes.some(({ integration }) => integration === undefined);
}

/** The settings of every method and, each on its own, those of methods that differ. Undefined where nobody could see them. */
export function settingsByKey({
  every,
  byRoute,
}: EstateStage): readonly (readonly [key: string, settings: EstateSettings])[] | undefined {
  if (every === undefined) return undefined;
  const own = Object.entries(byRoute ?? {}).map(
    ([key, settings]) => [key, { ...every, ...settings }] as const,
  );
  return [["*/*", every], ...own];
}

/** "POST /orders", "POST /orders and GET /orders", "POST /orders and 4 more" */
export function someOf(names: readonly string[]): string {
  if (names.length <= 2) return names.join(" and ");
  return `${names[0] ?? ""} and ${names.length - 1} more`;
}

/** "1 route asks", "3 routes ask" */
export function agreed(count: number, noun: string, verb: string): string {
  return `${counted(count, noun)} ${verb}${count === 1 ? "s" : ""}`;
}

/** "1 route", "3 routes" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
