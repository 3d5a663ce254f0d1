import type { PositionedYaml, TextProblem, YamlPath } from "../../model/yaml/positioned-yaml.ts";

/** What is wrong with a file of alarm tests, as it is found. */
export class CaseProblems {
  readonly found: TextProblem[] = [];
  readonly yaml: PositionedYaml;

  constructor(yaml: PositionedYaml) {
    this.yaml = yaml;
  }

  /** `offset` characters into the text at the path. */
  add(path: YamlPath, text: string, offset = 0): void {
    this.found.push(this.yaml.problemAt(path, text, offset));
  }

  /** A problem that begins with the path of its field: "Metrics[1].Id: ...", of the alarm at `path`. */
  addField(path: YamlPath, problem: string): void {
    const [field = "", ...rest] = problem.split(": ");
    const isPath = rest.length > 0 && /^[A-Za-z]+(?:\[\d+\]|\.[A-Za-z]+)*$/.test(field);
    if (!isPath) return this.add(path, problem);
    const steps = [...field.matchAll(/[A-Za-z]+|\d+/g)].map(([step]) =>
      /^\d/.test(step) ? Number(step) : step,
    );
    this.found.push(
      this.yaml.problemAtKey([...path, ...steps.slice(0, -1)], String(steps.at(-1)), rest.join(": ")),
    );
  }

  lineOf(path: YamlPath): number {
    return this.yaml.problemAt(path, "").line;
  }
}
