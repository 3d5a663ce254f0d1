import type { Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { AlarmState } from "../evaluate/alarm-state.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";

/** A test that is ready to run. */
export interface CasePlan {
  readonly name: string;
  readonly line: number;
  /** Of the series; the replay is of `window`, which may begin later. */
  readonly startMs: number;
  readonly set: AlarmSet;
  readonly history: readonly Series[];
  readonly window: Window;
  readonly checks: readonly CaseCheck[];
}

/** A moment as it was written, for messages. */
export interface CaseMoment {
  readonly atMs: number;
  readonly text: string;
}

/** One thing that is expected of one alarm. */
export type CaseCheck = { readonly alarm: string; readonly line: number } & (
  | { readonly kind: "state"; readonly at: CaseMoment; readonly state: AlarmState }
  | {
      readonly kind: "transitions";
      readonly transitions: readonly { readonly at: CaseMoment; readonly to: AlarmState }[];
    }
  | { readonly kind: "fires"; readonly times: number }
  | { readonly kind: "pages"; readonly times: number }
);
