import type { DashboardBody } from "./dashboard.ts";

/** One file of the owner's infrastructure as code. */
export interface EmittedFile {
  /** Relative, without directories, "gatewatch-alarms.yaml". */
  readonly path: string;
  /** Ends in one newline. */
  readonly text: string;
}

export interface EmitOptions {
  /** Names the files, the CDK class and nothing in AWS: lower case words with hyphens, "gatewatch-alarms". */
  readonly name: string;
  /** On every alarm; wins over a tag of the same key in a spec. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * What stands for a topic, by its name ("page"): ARNs of existing topics, or none at all. A topic that is not named
   * here becomes a parameter of the artifact.
   */
  readonly topics: Readonly<Record<string, readonly string[]>>;
  /** Whether those told of an alarm are also told when it ends, where a spec does not say whom to tell. */
  readonly okActions: boolean;
  /** The same for the state INSUFFICIENT_DATA. */
  readonly insufficientDataActions: boolean;
  /** A dashboard to be written beside the alarms. */
  readonly dashboard: { readonly name: string; readonly body: DashboardBody } | null;
}
