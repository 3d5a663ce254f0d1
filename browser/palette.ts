/** A colour of the page as it is now: light, dark or on paper. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The same colour, see-through. @param share 0..1 */
export function faint(name: string, share: number): string {
  return `color-mix(in srgb, ${colour(name)} ${Math.round(share * 100)}%, transparent)`;
}

/** Calls back whenever the page's colours change. */
export function onColours(changed: () => void): void {
  const root = document.documentElement;
  const paper = (isPaper: boolean): void => {
    root.classList.toggle("paper", isPaper);
    changed();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  matchMedia("print").addEventListener("change", ({ matches }) => paper(matches));
  addEventListener("beforeprint", () => paper(true));
  addEventListener("afterprint", () => paper(false));
}
