import { ServiceError } from "../service-error.ts";

export function preconditionFailed(): ServiceError {
  return new ServiceError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
  );
}
