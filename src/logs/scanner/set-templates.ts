import { logFieldNumber, type LogField } from "../../catalog/log-fields.ts";
import type { TextPart } from "../layout/layout.ts";
import type { ScannerModule } from "./module.ts";

/** As assembly/template.ts numbers them. */
const KINDS = { string: 0, bare: 1, literal: 2, route: 3, line: 4, end: 5 } as const;

interface ScannerPart {
  readonly literal: Buffer;
  readonly kind: keyof typeof KINDS;
  readonly field: LogField | null;
}

/** Gives the scanner one more template; one for which there is no room is left out, its lines go the slower way. */
export function addTemplate(module: ScannerModule, parts: readonly ScannerPart[]): void {
  if (!module.beginTemplate()) return;
  for (const { literal, kind, field } of parts) {
    if (literal.length > MOST_LITERAL) return;
    literal.copy(Buffer.from(module.memory.buffer), module.scratch.value);
    const number = field === null ? -1 : logFieldNumber(field);
    if (!module.addTemplatePart(literal.length, KINDS[kind], number)) return;
  }
  module.finishTemplate();
}

const MOST_LITERAL = 1 << 14;

/** The template of one variant of a text line. */
export function addTextTemplate(module: ScannerModule, parts: readonly TextPart[]): void {
  addTemplate(
    module,
    parts.map(({ literal, until, field }) => ({ literal: Buffer.from(literal), kind: until, field })),
  );
}
