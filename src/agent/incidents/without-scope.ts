/** "123456789012/eu-west-1/rest:orders/prod" -> "rest:orders/prod"; as it is where it has no scope. */
export function withoutScope(target: string): string {
  return target.replace(/^(?:[^/:]+\/)+(?=(?:rest|http|websocket):)/, "");
}
