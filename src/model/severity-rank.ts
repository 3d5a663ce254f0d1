import type { Severity } from "./finding.ts";

/** The graver, the greater. */
export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };
