// What the host does for the scanner; see src/logs/scanner/host-calls.ts.

/** The field that a key under a parent node means, or -1. The node's number is told, so that paths can be built. */
export declare function resolveKey(parent: i32, node: i32, at: usize, length: i32): i32;
/** Every node's path is forgotten. */
export declare function forgetKeys(): void;
/** A record that the tokenizer could read: a template may be learned from it. */
export declare function learn(at: usize, length: i32): void;
/** A record that neither template nor tokenizer could read. The host adds what it can make of it by `addRecord`. */
export declare function odd(at: usize, length: i32): void;
/** Puts what a text is derived to (a family, a pattern, the answer of a predicate) to `scratch`; returns its length. */
export declare function derive(kind: i32, at: usize, length: i32): i32;
