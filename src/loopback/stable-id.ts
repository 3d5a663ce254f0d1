import { hashText } from "../core/hash.ts";

/** An id in the style of AWS's control planes, the same for the same text: lower-case letters and digits. */
export function stableId(text: string, length: number): string {
  const parts = [0, 1, 2].map((part) => hashText(`${part}/${text}`).toString(36).padStart(7, "0"));
  return parts.join("").slice(0, length);
}
