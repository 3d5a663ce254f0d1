import { ToolError } from "../../../core/errors.ts";

/**
 * Errors: E_BAD_INPUT where a text would be taken for a dynamic reference, which CloudFormation resolves wherever it stands and
 * has no escape for.
 */
export function refuseReferences(value: unknown, what: string): void {
  if (!JSON.stringify(value).includes("{{resolve:")) return;
  throw new ToolError("E_BAD_INPUT", `CloudFormation cannot hold the texts of ${what}`, {
    hint: 'It would look up whatever follows "{{resolve:", and knows no way to write that as text. Use another format.',
  });
}
