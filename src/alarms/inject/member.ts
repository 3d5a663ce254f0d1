/** What is put into a section, by logical id. */
export interface Member {
  readonly id: string;
  /** Functions in their long form. */
  readonly value: unknown;
  /** What it is for: a comment where comments can stand. */
  readonly comment: string;
  /** `value` where no comment can stand: it says that it is ours, and what the comment would. */
  readonly marked: unknown;
}
