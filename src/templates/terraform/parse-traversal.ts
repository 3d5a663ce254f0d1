/**
 * The steps of a reference: `var.limits["prod"]` is ["var", "limits", "prod"]. Null for every other expression; what those
 * give is known to Terraform alone.
 */
export function parseTraversal(expression: string): string[] | null {
  const steps: string[] = [];
  let rest = expression.trim();
  const first = /^[A-Za-z_][\w-]*/.exec(rest)?.[0];
  if (first === undefined) return null;
  steps.push(first);
  rest = rest.slice(first.length);
  while (rest !== "") {
    const step = /^\.([A-Za-z_][\w-]*|\d+)|^\[\s*(?:"([^"$\\]*)"|(\d+))\s*\]/.exec(rest);
    if (step === null) return null;
    const [whole, attribute, key, index] = step;
    steps.push(attribute ?? key ?? index ?? "");
    rest = rest.slice(whole.length);
  }
  return steps;
}
