/** An address that a page may lead to, as a parser of addresses writes it; null where it is anything but a website's. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" ? href : null;
}
