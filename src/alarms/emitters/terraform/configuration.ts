/**
 * A Terraform configuration between the alarms and its two spellings. Attributes and nested blocks have a place of their own, since
 * HCL writes them differently; a map is an attribute.
 */
export interface TerraformBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** What to know about it, one paragraph, or "". */
  readonly comment: string;
  readonly body: TerraformBody;
}

export interface TerraformBody {
  readonly attributes: Readonly<Record<string, TerraformValue>>;
  /** Each list is one kind of block. */
  readonly blocks: Readonly<Record<string, readonly TerraformBody[]>>;
}

export type TerraformValue =
  | string
  | number
  | boolean
  | readonly TerraformValue[]
  | { readonly pairs: Readonly<Record<string, string>> }
  /** An expression that both spellings take as it is: "var.page_topic_arn". */
  | { readonly expression: string }
  /** A text with references inside, already in the language of templates. */
  | { readonly template: string };
