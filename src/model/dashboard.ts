/**
 * The body of a CloudWatch dashboard, with alarms by name: their ARNs need an account, which is the emitters' matter.
 *
 * Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax".
 */
export interface DashboardBody {
  /** From the top left; none overlap. */
  readonly widgets: readonly DashboardWidget[];
}

export type DashboardWidget = TextWidget | AlarmWidget | MetricWidget | LogWidget;

/** In units of a grid that is 24 wide. */
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface TextWidget extends Placed {
  readonly type: "text";
  readonly properties: { readonly markdown: string };
}

interface AlarmWidget extends Placed {
  readonly type: "alarm";
  readonly properties: {
    readonly title: string;
    /** Alarms that fire come first, then those without data. */
    readonly sortBy: "stateUpdatedTimestamp";
    readonly alarmNames: readonly string[];
  };
}

interface LogWidget extends Placed {
  readonly type: "log";
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly view: "timeSeries";
    /** Logs Insights, with the log group as its source. */
    readonly query: string;
  };
}

/** Namespace, metric, dimensions by name and value, and how to draw them. */
export type DashboardMetric = readonly (string | Readonly<Record<string, string | number | boolean>>)[];

export interface MetricWidget extends Placed {
  readonly type: "metric";
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly view: "timeSeries";
    readonly period: number;
    readonly metrics: readonly DashboardMetric[];
    readonly yAxis: {
      readonly left: { readonly min: number; readonly label: string; readonly showUnits: false };
    };
    readonly annotations?: {
      readonly horizontal: readonly { readonly label: string; readonly value: number }[];
    };
  };
}
