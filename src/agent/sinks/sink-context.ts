import type { AwsClients } from "../../aws/clients.ts";

/** What sinks may know of the outside. */
export interface SinkContext {
  /** Where secrets are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes a line to stdout; the line ends with its newline. */
  readonly write: (line: string) => void;
  /** Whether a person reads stdout, and not a program. */
  readonly isReadByPeople: boolean;
  /** Clients of a region, shared by all who ask; undefined: the region of the environment. */
  readonly clients: (region: string | undefined) => AwsClients;
  readonly fetch: typeof fetch;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1): spreads retries. */
  readonly random: () => number;
}
