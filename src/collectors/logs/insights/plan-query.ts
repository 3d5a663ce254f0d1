import { DEFAULT_QUERY_ROWS, MAX_QUERY_CHARACTERS } from "../../../catalog/answer-limits.ts";
import { ToolError } from "../../../core/errors.ts";
import type { Window } from "../../../core/window.ts";
import type { FilterProgram } from "../../../logs/filter/filter.ts";
import type { LogColumns } from "./log-columns.ts";
import { qlDimension } from "./ql-dimensions.ts";
import { qlFilter } from "./ql-filter.ts";
import { qlRoute } from "./ql-route.ts";

/** One query over one log: each scans the whole window, whatever it asks for. */
export interface PlannedQuery {
  /** What it is for: also the key of its answer. */
  readonly name: string;
  /** The query for a part of the window. */
  readonly text: (window: Window) => string;
  /** An answer with as many rows may be cut off. */
  readonly limit: number;
  /** Whether the answers of parts of the window add up, row by row. */
  readonly isSplittable: boolean;
}

/** What all queries about one log have in common. */
export interface QueryBase {
  readonly columns: LogColumns;
  /** Undefined: every request passes. False: none does. */
  readonly condition: string | false | undefined;
}

/** Errors: E_USAGE for a filter that has no translation. */
export function queryBase(columns: LogColumns, filter: FilterProgram): QueryBase {
  const condition = qlFilter(filter, (dimension) => qlDimension(columns, dimension).columns[0]);
  return { columns, condition: condition === true ? undefined : condition };
}

interface QueryParts {
  /** Also lines that are no requests are let through. */
  readonly isOfAllLines?: boolean;
  readonly condition?: string;
  readonly fields?: readonly string[];
  readonly stats?: readonly string[];
  readonly by?: readonly string[];
  /** A column, most first. */
  readonly sort?: string;
  readonly limit?: number;
  readonly isSplittable?: boolean;
}

/**
 * Errors: E_USAGE for a query of more than 10,000 characters, which a long filter makes.
 */
export function planQuery(name: string, { columns, condition }: QueryBase, parts: QueryParts): PlannedQuery {
  const limit = parts.limit ?? DEFAULT_QUERY_ROWS;
  const isKnown =
    parts.isOfAllLines === true && condition === undefined ? [] : [`ispresent(${columns.known})`];
  const conditions = [
    ...isKnown,
    ...[condition || undefined, parts.condition].filter((one) => one !== undefined),
  ];
  const grouping = parts.by === undefined || parts.by.length === 0 ? "" : ` by ${parts.by.join(", ")}`;
  const body = [
    ...(conditions.length === 0 ? [] : [`filter ${conditions.join(" and ")}`]),
    ...(parts.fields === undefined ? [] : [`fields ${parts.fields.join(", ")}`]),
    ...(parts.stats === undefined ? [] : [`stats ${parts.stats.join(", ")}${grouping}`]),
    ...(parts.sort === undefined ? [] : [`sort ${parts.sort} desc`]),
    `limit ${limit}`,
  ];
  const route = qlRoute(columns);
  const derived = route !== undefined && mentions(body, route.name) ? [...route.commands, ...body] : body;
  const commands = [...columns.prelude(derived.join(" ")), ...derived];
  const text = ({ startMs, endMs }: Window): string =>
    // The ends of a query are whole seconds, both part of it; ours is not.
    [`filter toMillis(@timestamp) >= ${startMs} and toMillis(@timestamp) < ${endMs}`, ...commands].join(
      "\n| ",
    );
  const { length } = text({ startMs: 1e12, endMs: 1e12 });
  if (length > MAX_QUERY_CHARACTERS) {
    throw new ToolError(
      "E_USAGE",
      `the question takes ${length} characters, and CloudWatch Logs Insights reads queries of at most ${MAX_QUERY_CHARACTERS}`,
      { hint: "Shorten --filter, or read the log with --engine local." },
    );
  }
  return { name, text, limit, isSplittable: parts.isSplittable ?? false };
}

function mentions(commands: readonly string[], name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(commands.join(" "));
}
