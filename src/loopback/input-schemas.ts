import { z } from "zod";

/** A timestamp of CloudWatch or X-Ray on the wire: epoch seconds with a fraction, or ISO-8601. Becomes milliseconds. */
export const timestampMs = z
  .union([z.number(), z.iso.datetime({ offset: true })])
  .transform((value) => (typeof value === "number" ? Math.round(value * 1_000) : Date.parse(value)));

/** A query parameter that holds a whole number. */
export const numberText = z
  .string()
  .regex(/^-?\d{1,9}$/)
  .transform(Number);

export const dimensionList = z.array(z.object({ Name: z.string(), Value: z.string() }));
