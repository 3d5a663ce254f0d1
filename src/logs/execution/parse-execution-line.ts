/** One event of an execution log. */
export interface ExecutionLine {
  readonly requestId: string;
  /** The first line of it: what follows is part of a body. */
  readonly message: string;
}

/** "(request id) message". Source: set-up-logging.html, and lines that people published. */
const LINE = /^\(([^)\s]{1,128})\)[ \t]*([^\r\n]*)/;

/** Null for what is no line of an execution log. */
export function parseExecutionLine(event: string): ExecutionLine | null {
  const [, requestId, message] = LINE.exec(event) ?? [];
  return requestId === undefined || message === undefined ? null : { requestId, message: message.trim() };
}
