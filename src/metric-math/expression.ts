/** Where something stands in the text of an expression: the offset of its first character, from 0. */
type Offset = number;

type ArithmeticSign = "+" | "-" | "*" | "/" | "^";
type ComparisonSign = "==" | "!=" | "<=" | ">=" | "<" | ">";
type LogicalSign = "AND" | "OR";
export type BinarySign = ArithmeticSign | ComparisonSign | LogicalSign;

/** A metric math expression, read but not yet checked against the ids and types it refers to. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly at: Offset }
  | { readonly kind: "text"; readonly value: string; readonly at: Offset }
  /** The id of a metric or of another expression; begins with a small letter. */
  | { readonly kind: "id"; readonly name: string; readonly at: Offset }
  /** A word in capitals that is no function: REPEAT, LINEAR, ASC, DESC, or the statistic to SORT by. */
  | { readonly kind: "word"; readonly name: string; readonly at: Offset }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly at: Offset }
  | { readonly kind: "negate"; readonly operand: Expression; readonly at: Offset }
  | {
      readonly kind: "binary";
      readonly sign: BinarySign;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: Offset;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      readonly at: Offset;
    };
