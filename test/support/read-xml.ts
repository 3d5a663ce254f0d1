export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All character data in it, in order. */
  readonly text: string;
}

/** The production Char of XML 1.0, section 2.2. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads a document of elements, attributes and text by the letter of XML 1.0, and throws at whatever that letter forbids:
 * characters, bare & and <, attributes given twice, tags that do not close. Line ends and attribute values are normalized
 * as its sections 2.11 and 3.3.3 say.
 */
export function readXml(document: string): XmlElement {
  const bad = FORBIDDEN.exec(document);
  if (bad) throw new Error(`XML has no U+${bad[0].codePointAt(0)?.toString(16)}`);
  const source = document.replace(/\r\n?/g, "\n").replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray => {
    const sticky = new RegExp(pattern.source, "yu");
    sticky.lastIndex = at;
    const found = sticky.exec(source);
    if (!found) throw new Error(`at ${at}: expected ${pattern.source}, found ${source.slice(at, at + 30)}`);
    at = sticky.lastIndex;
    return found;
  };
  const element = (): XmlElement => {
    const name = take(/<([a-z]+)/)[1]!;
    const attributes: Record<string, string> = {};
    while (source[at] === " ") {
      const [, key, value] = take(/ ([a-z]+)="([^"<]*)"/);
      if (Object.hasOwn(attributes, key!)) throw new Error(`${key} is given twice`);
      attributes[key!] = resolved(value!.replace(/[\t\n]/g, " "));
    }
    if (take(/\/?>/)[0] === "/>") return { name, attributes, children: [], text: "" };
    const children: XmlElement[] = [];
    let text = "";
    while (!source.startsWith("</", at)) {
      if (source[at] === "<") children.push(element());
      else text += resolved(take(/[^<]+/)[0]);
    }
    if (take(/<\/([a-z]+)>/)[1] !== name) throw new Error(`<${name}> is not closed`);
    return { name, attributes, children, text };
  };
  const root = element();
  if (source.slice(at) !== "\n") throw new Error("something follows the root");
  return root;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolved(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> stands in text");
  return text.replace(/&([^;]*;?)/g, (_, reference: string) => {
    const [, digits] = /^#(\d+);$/.exec(reference) ?? [];
    const named = NAMED[reference.slice(0, -1)];
    if (digits === undefined && (named === undefined || !reference.endsWith(";"))) {
      throw new Error(`&${reference} is no reference`);
    }
    return digits === undefined ? named! : String.fromCodePoint(Number(digits));
  });
}
