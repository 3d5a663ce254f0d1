/** A list of dimensions on the wire as a record. The last one wins where a name comes twice. */
export function toDimensions(list: readonly { Name: string; Value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}
