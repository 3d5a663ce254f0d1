/** A method as a usage plan names it ("/orders/{id}/GET") by its route key: "GET /orders/{id}". */
export function methodKey(path: string): string {
  const slash = path.lastIndexOf("/");
  return `${path.slice(slash + 1)} ${path.slice(0, slash) || "/"}`;
}
