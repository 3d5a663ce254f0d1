import { isRecord } from "../../core/is-record.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Estate, EstateApi } from "../../model/estate.ts";
import { toEstateAlarms } from "../declared/estate-alarms.ts";

const API_DIMENSIONS = new Set(["ApiName", "ApiId"]);
/** Dimensions whose value a reference to a resource may be: a REST API's name is nothing that one gives. */
const REFERABLE = new Set(["ApiId", "Stage"]);

/**
 * The alarms that a template declares, with references to its own APIs and stages as the estate names them.
 *
 * Undefined where they decide nothing: none of them watches an API (those that do may be in another template), or which API or
 * stage one watches is only known after deployment.
 */
export function declaredEstateAlarms(
  alarms: readonly DeclaredAlarm[],
  apis: readonly EstateApi[],
): Estate["alarms"] | undefined {
  const known = new Set(apis.flatMap(({ id, stages }) => [id, ...stages.map(({ name }) => name)]));
  const settled = alarms.map((alarm) => settledAlarm(alarm, known));
  if (settled.includes(null)) return undefined;
  const found = toEstateAlarms(settled.filter((alarm) => alarm !== null));
  const isOfApi = found.some(({ metrics }) =>
    metrics.some(({ dimensions }) => Object.keys(dimensions).some((name) => API_DIMENSIONS.has(name))),
  );
  return isOfApi ? found : undefined;
}

/** Null: what it watches is not known. */
function settledAlarm(alarm: DeclaredAlarm, known: ReadonlySet<string>): DeclaredAlarm | null {
  const causes = alarm.unknown.filter(({ path }) => /(?:^|\.)Dimensions/.test(path));
  if (causes.length === 0) return alarm;
  if (causes.some(({ path }) => path.endsWith("Dimensions"))) return null;
  const module = /^(?:module\.[^.]+\.)*/.exec(alarm.place.id)?.[0] ?? "";
  let isKnown = true;
  const walk = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}[${index}]`));
    if (!isRecord(value)) return value;
    const own = causes.filter((cause) => cause.path === `${path}.Value`);
    const { Name: name, Value: text } = value;
    if (own.length > 0 && typeof name === "string" && (API_DIMENSIONS.has(name) || REFERABLE.has(name))) {
      const [id] = own.flatMap(({ refersTo }) => (refersTo === null ? [] : `${module}${refersTo.id}`));
      const isWhole = typeof text === "string" && /^\$\{[^{}]*\}$/.test(text);
      if (REFERABLE.has(name) && isWhole && id !== undefined && known.has(id))
        return { Name: name, Value: id };
      isKnown = false;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, walk(member, path === "" ? key : `${path}.${key}`)]),
    );
  };
  const fields = walk(alarm.fields, "");
  return isKnown && isRecord(fields) ? { ...alarm, fields } : null;
}
