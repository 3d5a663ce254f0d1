/**
 * What Athena allows and bills.
 *
 * Source: Athena API reference (GetQueryResults: MaxResults at most 1,000; StartQueryExecution: QueryString at most
 * 262,144 bytes); price page as quoted by third parties (athena.guide, "Pricing Model"): each query counts as at least
 * 10 MB, and DDL is free. Read in November 2026.
 */
export const ATHENA_PAGE_ROWS = 1_000;
export const ATHENA_QUERY_BYTES = 262_144;
export const ATHENA_LEAST_SCANNED_BYTES = 10_000_000;
