/** An error as an AWS service answers it. Thrown by operations, written by encode-error in the caller's protocol. */
export class ServiceError extends Error {
  /** The shape's name, "ValidationException". */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.status = status;
  }
}
