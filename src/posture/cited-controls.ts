import { CONTROL_TOOLS, type ControlTool } from "../catalog/standard-controls.ts";

export interface CitedControl {
  readonly tool: ControlTool;
  readonly id: string;
}

/**
 * The controls that a check's references name.
 *
 * Shape of a reference: a tool, an id or several ("A and B", "A, B", "A_1 to A_3"), then a remark in brackets or behind a
 * semicolon. References to pages and books name no control.
 */
export function citedControls({ references }: { readonly references: readonly string[] }): CitedControl[] {
  return references.flatMap((reference) => {
    const tool = CONTROL_TOOLS.find((one) => reference.startsWith(`${one} `));
    if (tool === undefined) return [];
    const [ids = ""] = reference.slice(tool.length + 1).split(/ \(|;/);
    return ids.split(/, | and /).flatMap((part) => idsOf(part).map((id) => ({ tool, id })));
  });
}

function idsOf(part: string): string[] {
  const [, stem = "", first, last] = /^(\D+)(\d+) to \1(\d+)$/.exec(part) ?? [];
  if (first === undefined || last === undefined) return [part];
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, index) => `${stem}${Number(first) + index}`);
}
