/**
 * Whether a composite's actions wait, run or are held back while another alarm, its suppressor, is in ALARM.
 *
 *     composite changes ── suppressor in ALARM ──────────────▶ held back ── suppressor leaves ALARM ──▶ extension
 *            │                                                    ▲                                       │
 *            └── otherwise: wait ── suppressor goes to ALARM ─────┘◀── suppressor goes to ALARM ──────────┤
 *                             └── the wait ends: the actions run ◀──────────────── the extension ends ────┘
 *
 * A change of the composite during a wait or an extension drops it, and the new state's actions begin with a wait.
 * Source: CloudWatch User Guide, "Alarm suppression" (2026).
 */
import type { AlarmState } from "./alarm-state.ts";

export type Suppressed = "WaitPeriod" | "ExtensionPeriod" | "Alarm";

interface Pending {
  readonly state: AlarmState;
  readonly by: Suppressed;
  /** When the actions run unless something happens; Infinity while the suppressor is in ALARM. */
  readonly dueMs: number;
}

export class Suppression {
  readonly #waitMs: number;
  readonly #extensionMs: number;
  #pending: Pending | undefined;

  constructor(waitSeconds: number, extensionSeconds: number) {
    this.#waitMs = waitSeconds * 1_000;
    this.#extensionMs = extensionSeconds * 1_000;
  }

  /** When something will happen by itself; Infinity if nothing will. */
  get dueMs(): number {
    return this.#pending?.dueMs ?? Infinity;
  }

  compositeChanged(state: AlarmState, atMs: number, isSuppressorInAlarm: boolean): Suppressed {
    const by = isSuppressorInAlarm ? "Alarm" : "WaitPeriod";
    this.#pending = { state, by, dueMs: isSuppressorInAlarm ? Infinity : atMs + this.#waitMs };
    return by;
  }

  suppressorChanged(isInAlarm: boolean, atMs: number): void {
    if (!this.#pending) return;
    if (isInAlarm) this.#pending = { ...this.#pending, by: "Alarm", dueMs: Infinity };
    else if (this.#pending.by === "Alarm") {
      this.#pending = { ...this.#pending, by: "ExtensionPeriod", dueMs: atMs + this.#extensionMs };
    }
  }

  /** The state whose actions run now, if its time has come. */
  takeDue(nowMs: number): AlarmState | undefined {
    if (!this.#pending || this.#pending.dueMs > nowMs) return undefined;
    const { state } = this.#pending;
    this.#pending = undefined;
    return state;
  }
}
