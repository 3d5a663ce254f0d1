import type { Target } from "../../model/target.ts";

type Named = Pick<Target, "id" | "kind" | "apiName" | "stage">;

/**
 * What a reader knows each target by. A REST target's id holds the API's name; the others are keyed by an id
 * that says nothing at night, so their name stands instead, with a space where the id has a colon:
 * "http search/prod" is not an id and cannot be mistaken for one. A name that two targets share is no help.
 *
 * Shape: by target id.
 */
export function targetLabels(targets: readonly Named[]): ReadonlyMap<string, string> {
  const wanted = targets.map((target) => ({ id: target.id, label: nameLabel(target) }));
  const used = new Map<string, number>();
  for (const { label } of wanted) used.set(label, (used.get(label) ?? 0) + 1);
  return new Map(wanted.map(({ id, label }) => [id, used.get(label) === 1 ? label : id]));
}

function nameLabel({ id, kind, apiName, stage }: Named): string {
  if (kind === "rest" || apiName === null || apiName.trim() === "") return id;
  const scope = id.slice(0, Math.max(0, id.indexOf(`${kind}:`)));
  return `${scope}${kind} ${apiName}/${stage}`;
}
