// Which of the spans of a tree a request waits for, moment by moment.
//
//   root   |--------------------------------|
//   a        |-------|
//   b              |-----------|
//   c                             |--|
//   waits  rr aaaaa bbbbbbbbbbbb rr cc rrrrrr
//
// Going back from the end, the request waits for the child that ended last; before that child began, for the one that ended
// last before; and for the parent itself where no child is running. Every moment belongs to exactly one span, so the pieces add
// up to the root's length whatever runs side by side.

/** A span with its parts, all of which lie within it. */
export interface PathNode<Node> {
  readonly startMs: number;
  readonly endMs: number;
  readonly children: readonly Node[];
}

/** A stretch of time `[startMs, endMs)` in which a span was waited for and none of its parts. */
export interface PathPiece<Node> {
  readonly node: Node;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The root's time in pieces, latest first, without gap or overlap.
 *
 * Edge cases: a root without length has no pieces; of children that end together the one that began first counts.
 * Source: the last-returned-child rule, as in CRISP (Zhang et al., USENIX ATC 2022).
 */
export function criticalPath<Node extends PathNode<Node>>(root: Node): PathPiece<Node>[] {
  const pieces: PathPiece<Node>[] = [];
  const add = (node: Node, startMs: number, endMs: number): void => {
    if (startMs < endMs) pieces.push({ node, startMs, endMs });
  };
  const walk = (node: Node, untilMs: number): void => {
    let cursorMs = untilMs;
    const latestFirst = node.children.toSorted(
      (left, right) => right.endMs - left.endMs || left.startMs - right.startMs,
    );
    for (const child of latestFirst) {
      // Over before it could be waited for: another one ran as long as it did, and longer.
      if (child.startMs >= cursorMs) continue;
      const endMs = Math.min(child.endMs, cursorMs);
      add(node, endMs, cursorMs);
      walk(child, endMs);
      cursorMs = child.startMs;
    }
    add(node, node.startMs, cursorMs);
  };
  walk(root, root.endMs);
  return pieces;
}
