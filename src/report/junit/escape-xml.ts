// XML 1.0 cannot hold these at all, not even as references: controls but tab and line breaks, lone surrogates, U+FFFE
// and U+FFFF. The controls from U+007F on it can hold, but nobody would see them.
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

// Within an attribute a parser makes a space of every line break and tab, within text a line feed of "\r".
const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text for an XML 1.0 attribute in double quotes; what XML cannot hold is spelled out: "\x1b", "\u{d800}". */
export function escapeXmlAttribute(text: string): string {
  return visible(text).replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character] ?? character);
}

/** Text for between two tags; line feeds and tabs stay as they are. */
export function escapeXmlText(text: string): string {
  return visible(text).replace(/[&<>\r]/g, (character) => REFERENCES[character] ?? character);
}

function visible(text: string): string {
  return text.replace(UNWRITABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
  });
}
