/** A piece of Fn::Sub's text: plain, or the name of what stands there: "Stage", "Topic.TopicName", "AWS::Region". */
export type SubPiece = { readonly text: string } | { readonly name: string };

/** `${!Literal}` is the text "${Literal}". */
export function subPieces(text: string): SubPiece[] {
  return text.split(/(\$\{[^{}]*\})/).flatMap((piece): SubPiece[] => {
    if (piece === "") return [];
    const name = /^\$\{([^{}]*)\}$/.exec(piece)?.[1]?.trim();
    if (name === undefined) return [{ text: piece }];
    return name.startsWith("!") ? [{ text: `\${${name.slice(1)}}` }] : [{ name }];
  });
}
