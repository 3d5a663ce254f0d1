import type { ApiKind } from "../../model/target.ts";

/** An API of a template, before its stages are looked for. */
export interface FoundApi {
  readonly id: string;
  /** "implicit": SAM makes it of the events of functions. */
  readonly origin: "cloudformation" | "sam" | "implicit";
  readonly kind: ApiKind;
  /** With what SAM's Globals add. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** It is there where one of these holds; none: always. */
  readonly conditions: readonly string[];
}
