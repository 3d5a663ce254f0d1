import type { Pages } from "../../aws/read-pages.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { TargetFilter } from "../account-reader.ts";
import type { AuditPlane } from "./audit-plane.ts";

/** What reading an estate needs to know, and where it says what it could not read. */
export interface EstateContext {
  readonly plane: AuditPlane;
  readonly region: string;
  readonly filter: TargetFilter;
  /** The items of a list that was read to its end; otherwise undefined, and a blind spot says what is lost. */
  readonly see: <T>(pages: Pages<T>, path: string, lost: string) => readonly T[] | undefined;
  readonly say: (spot: BlindSpot) => void;
  /** Told once for each API that will be read, and once for each that was. */
  readonly onFound: (apis: number) => void;
  readonly onRead: () => void;
}
