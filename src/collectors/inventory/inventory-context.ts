import type { TargetFilter } from "../account-reader.ts";
import type { ControlPlane } from "./control-plane.ts";

/** What reading an inventory needs to know. Whose account it is does not matter here: the reader stamps it. */
export interface InventoryContext {
  readonly plane: ControlPlane;
  readonly region: string;
  readonly filter: TargetFilter;
  /** Told once for each API that will be read, and once for each that was. */
  readonly onFound: (apis: number) => void;
  readonly onRead: () => void;
}

/** As IAM writes the permission, and what was asked for: every control-plane read is a GET of a path. */
export function callContext(region: string, path: string): { action: string; region: string } {
  return { action: `apigateway:GET ${path}`, region };
}

/** Newest first; ties by id, so that the order never depends on that of the answer. */
export function byNewest<T extends { readonly id: string; readonly createdMs: number }>(
  left: T,
  right: T,
): number {
  return right.createdMs - left.createdMs || (left.id < right.id ? -1 : 1);
}
