import type { Symptom } from "./signature.ts";

/** "Gateway response type: THROTTLED with status code: 429", as execution logs have it. */
const ANSWERED = /^Gateway response type: ([A-Z0-9_]+)/;

/** Whether the gateway answered with one of these types, wherever it says so. */
export function answeredWith({ responseType, text }: Symptom, ...types: readonly string[]): boolean {
  const type = responseType ?? ANSWERED.exec(text ?? "")?.[1];
  return type !== undefined && types.includes(type);
}

export function says({ text }: Symptom, pattern: RegExp): boolean {
  return text !== null && pattern.test(text);
}

/** Whether the client got an error of the server's side, or nobody says what it got. */
export function mayBeServerError({ status }: Symptom): boolean {
  return status === null || status >= 500;
}
