export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A change of an alarm's state, with the reason in CloudWatch's wording. */
export interface Transition {
  readonly atMs: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
}
