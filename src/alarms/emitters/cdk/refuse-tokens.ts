import { ToolError } from "../../../core/errors.ts";

/**
 * Errors: E_BAD_INPUT where a text would be taken for one of the CDK's tokens or for a dynamic reference of CloudFormation; neither
 * can be written as a text.
 */
export function refuseTokens(value: unknown, what: string): void {
  if (!/[$#@]\{Token\[|\{\{resolve:/.test(JSON.stringify(value))) return;
  throw new ToolError("E_BAD_INPUT", `the CDK cannot hold the texts of ${what}`, {
    hint: 'It would replace whatever looks like "${Token[" or "{{resolve:". Use another format.',
  });
}
