import type { LogField } from "../../../catalog/log-fields.ts";
import type { Dimension } from "../../../logs/filter/filter.ts";
import { maskMessage } from "../../../logs/records/mask-message.ts";
import { userAgentFamily } from "../../../logs/records/user-agent-family.ts";
import type { LogColumns } from "./log-columns.ts";
import { qlRoute } from "./ql-route.ts";
import { textIn, type QueryRow } from "./query-row.ts";

/** The first that a line has is its error message. */
const MESSAGE_FIELDS: readonly LogField[] = [
  "integrationError",
  "authorizerError",
  "validationError",
  "errorMessage",
];

/** How groups are made of one dimension. */
export interface QlDimension {
  /** Columns to group by; none where the lines do not carry it. */
  readonly columns: readonly string[];
  /** The group's value from a row with these columns. */
  readonly read: (row: QueryRow) => string | null;
  /** Whether several rows can be one group, whose percentiles then nobody knows. */
  readonly isFolded: boolean;
}

/** A dimension in the columns of a log, and the commands that make them. */
export function qlDimension(columns: LogColumns, dimension: Dimension): QlDimension {
  if (dimension === "userAgentFamily") {
    const name = columns.of("userAgent");
    return {
      columns: name === undefined ? [] : [name],
      read: (row) => foldWith(textIn(row, name), userAgentFamily),
      isFolded: true,
    };
  }
  if (dimension === "messagePattern") {
    const names = messageColumns(columns);
    return { columns: names, read: (row) => messageIn(row, columns), isFolded: true };
  }
  const name = dimension === "route" ? qlRoute(columns)?.name : columns.of(dimension);
  return { columns: name === undefined ? [] : [name], read: (row) => textIn(row, name), isFolded: false };
}

/** What a message is read from: its fields, and where keys were learned one that counts beside a response type alone. */
export function messageColumns(columns: LogColumns): string[] {
  const bare = columns.of("bareMessage");
  const type = bare === undefined ? undefined : columns.of("responseType");
  return [...MESSAGE_FIELDS.map(columns.of), ...(type === undefined ? [] : [bare, type])].filter(
    (name) => name !== undefined,
  );
}

/** The pattern of the first message that a row has. */
export function messageIn(row: QueryRow, columns: LogColumns): string | null {
  const said = MESSAGE_FIELDS.map((field) => textIn(row, columns.of(field))).find((text) => text !== null);
  const bare =
    textIn(row, columns.of("responseType")) === null ? null : textIn(row, columns.of("bareMessage"));
  return foldWith(said ?? bare, maskMessage);
}

function foldWith(text: string | null, fold: (text: string) => string): string | null {
  return text === null ? null : fold(text);
}
