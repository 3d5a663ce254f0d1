import type { UnknownValue } from "../../model/declared-alarm.ts";
import { functionText } from "./function-text.ts";
import type { Template } from "./template.ts";

/** What Ref "AWS::NoValue" gives: whatever it stands in is as if it were not there. */
export const NO_VALUE = Symbol("AWS::NoValue");

export type RefersTo = UnknownValue["refersTo"];

/** What stands behind a resolution, shared by all functions. */
export interface Scope {
  readonly template: Template;
  /** Values given for parameters and pseudo parameters. */
  readonly given: ReadonlyMap<string, string>;
  /** True where alarms of the template are meant by name: then one's Ref is its name, or its logical id where it has none. */
  readonly alarmsByName: boolean;
  /** Names of what is being resolved, so that a circle ends. */
  readonly visiting: ReadonlySet<string>;
  /** What names were resolved to, so that one which is used twice, and uses another twice, is resolved once. */
  readonly memo: Map<string, unknown>;
  /** A value as far as it is known. */
  readonly resolve: (value: unknown, evaluation: Evaluation) => unknown;
}

/** One value's resolution; every part that is not known is told to `report`, and stands as text. */
export interface Evaluation {
  readonly scope: Scope;
  /** The outermost function, whose text an unknown part is named by; null outside of functions. */
  readonly outermost: unknown;
  readonly path: string;
  readonly report: (unknown: UnknownValue) => void;
}

/** The value where all of it is known, else undefined. Nothing is reported. */
export function knownValue(value: unknown, scope: Scope): unknown {
  let isKnown = true;
  const report = (): void => {
    isKnown = false;
  };
  const found = scope.resolve(value, { scope, outermost: value, path: "", report });
  return isKnown && found !== NO_VALUE ? found : undefined;
}

/** Reports that a function's value is known only after deployment, and gives the text that stands for it. */
export function unknown(
  whole: unknown,
  { outermost, path, report }: Evaluation,
  refersTo: RefersTo = null,
): string {
  report({ path, text: functionText(outermost ?? whole), refersTo });
  return `\${${functionText(whole).replace(/^!(?:Ref|GetAtt) /, "")}}`;
}

/** Resolves what has a name once; a circle gives undefined. */
export function resolveOnce(name: string, scope: Scope, find: (inner: Scope) => unknown): unknown {
  if (scope.memo.has(name)) return scope.memo.get(name);
  if (scope.visiting.has(name) || scope.visiting.size >= LONGEST_CHAIN) return undefined;
  const found = find({ ...scope, visiting: new Set([...scope.visiting, name]) });
  scope.memo.set(name, found);
  return found;
}

/** Names that lead from one to the next; a chain this long is one that somebody built to be one. */
const LONGEST_CHAIN = 30;
