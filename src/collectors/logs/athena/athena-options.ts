export interface AthenaOptions {
  /** Of the Glue catalogue. */
  readonly database: string;
  /** Undefined: a name of its own for each place. */
  readonly table?: string | undefined;
  /** Undefined: the account's primary one. */
  readonly workGroup?: string | undefined;
  /** Where Athena puts its answers; undefined: where the workgroup says. */
  readonly outputLocation?: string | undefined;
  /** Whether the table may be made where it is missing. It is the one thing that Gatewatch writes here. */
  readonly mayCreateTable: boolean;
}
