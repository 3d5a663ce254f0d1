/** Of Fn::Or. Source: CloudFormation Template Reference, "Condition functions". */
const MOST = 10;

/** A condition that holds where one of several does, by name; as many levels of Fn::Or as it takes. */
export function anyOfConditions(names: readonly string[]): unknown {
  let terms: unknown[] = names.map((name) => ({ Condition: name }));
  while (terms.length > 1) {
    const groups: unknown[] = [];
    for (let from = 0; from < terms.length; from += MOST) {
      const group = terms.slice(from, from + MOST);
      groups.push(group.length === 1 ? group[0] : { "Fn::Or": group });
    }
    terms = groups;
  }
  return terms[0];
}
