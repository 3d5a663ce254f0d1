import type { GlobalOptions } from "../global-options.ts";

/** Which logs to read, as typed. */
export interface LogsSourceOptions extends GlobalOptions {
  readonly logGroup?: string;
  readonly api?: string;
  readonly stage?: string;
  readonly since?: string;
  readonly until?: string;
  readonly engine?: string;
  readonly athenaDatabase?: string;
  readonly athenaTable?: string;
  readonly athenaCreateTable?: true;
  readonly athenaOutput?: string;
  readonly athenaWorkgroup?: string;
  readonly printSql?: true;
  readonly brief?: true;
  readonly threads?: string;
  readonly follow?: true;
}
