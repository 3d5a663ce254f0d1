import type { LogColumns } from "./log-columns.ts";

/** A derived column: the commands that make it, and its name. */
interface Derived {
  readonly commands: readonly string[];
  readonly name: string;
}

/** Neither empty nor the hyphen of a value that is not there. */
const PRESENT = "-.+|[^-].*";

/**
 * The route of a request as the log engine names it: the route key or the resource, with the verb in front where it
 * begins with "/"; the path where neither is logged. Undefined where the lines carry none of them.
 *
 * `parse` makes no field of what does not match, and `coalesce` takes the first that is there, so that no condition is
 * needed, for which the language has no word that is as old.
 */
export function qlRoute(columns: LogColumns): Derived | undefined {
  const named = [columns.of("routeKey"), columns.of("resource")].filter((name) => name !== undefined);
  const path = columns.of("path");
  const sources = named.length > 0 ? named : path === undefined ? [] : [path];
  if (sources.length === 0) return undefined;
  const commands = sources.map((name, index) => `parse ${name} /^(?<gwNamed${index}>${PRESENT})$/`);
  const bare = sources.length === 1 ? "gwNamed0" : "gwNamed";
  if (sources.length > 1) commands.push("fields coalesce(gwNamed0, gwNamed1) as gwNamed");
  const method = columns.of("method");
  if (method === undefined) return { commands, name: bare };
  commands.push(
    `fields concat(${method}, " ", ${bare}) as gwPair`,
    String.raw`parse gwPair /^(?<gwVerbRoute>(?:-[^ ]+|[^- ][^ ]*) \/.*)$/`,
    `fields coalesce(gwVerbRoute, ${bare}) as gwTheRoute`,
  );
  return { commands, name: "gwTheRoute" };
}
