/** What a list that was cut leaves out; nothing where it was not. */
export function cutLine(all: number, most: number, what: string): string[] {
  return all <= most ? [] : ["", `${all - most} more ${what} are cut here; --format json has all.`];
}
