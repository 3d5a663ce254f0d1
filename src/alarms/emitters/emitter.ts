import type { AlarmSpec } from "../../model/alarm-spec.ts";
import type { EmitOptions, EmittedFile } from "../../model/emit.ts";

/** How alarms are written in one dialect. */
export interface Emitter {
  /** As `--format` spells it. */
  readonly format: string;
  /** One line for `--help`. */
  readonly summary: string;
  /**
   * The files, of which the first is the one that a person starts with. The order of the specs is kept.
   *
   * Errors: E_BAD_INPUT where the specs contradict each other (a name or a key twice), or hold what the dialect cannot.
   */
  readonly emit: (specs: readonly AlarmSpec[], options: EmitOptions) => readonly EmittedFile[];
}
