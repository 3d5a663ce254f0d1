/** Twelve bits at a time: Number's own toString takes a slow path for what does not fit into 31 bits, and ids are made by the million. */
const TRIPLES = Array.from({ length: 4_096 }, (_, bits) => bits.toString(16).padStart(3, "0"));
const PAIRS = Array.from({ length: 256 }, (_, bits) => bits.toString(16).padStart(2, "0"));

/** Eight hexadecimal digits. @param bits a whole number below 2^32. */
export function hexDigits(bits: number): string {
  return `${TRIPLES[bits >>> 20] ?? ""}${TRIPLES[(bits >>> 8) & 4_095] ?? ""}${PAIRS[bits & 255] ?? ""}`;
}
