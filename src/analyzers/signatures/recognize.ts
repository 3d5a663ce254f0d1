import { SIGNATURES } from "./registry.ts";
import type { Signature, Symptom } from "./signature.ts";

/** What a failure is by how it looks, or null where it looks like nothing that is known. */
export function recognize(symptom: Symptom): Signature | null {
  return (
    SIGNATURES.find((signature) => signature.sources.includes(symptom.source) && signature.match(symptom)) ??
    null
  );
}
