import { escapeXmlAttribute, escapeXmlText } from "./escape-xml.ts";

interface JunitCase {
  readonly name: string;
  readonly className: string;
  /** `message` is one line; `text` may have several. */
  readonly failure: { readonly message: string; readonly text: string } | null;
  /** Why it was not judged. */
  readonly skipped: string | null;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/**
 * The report that CI systems read as test results. It has no times: a run is a function of its files, and the same run
 * writes the same bytes.
 *
 * Source: the elements that Jenkins (junit plugin), GitLab ("Unit test reports") and GitHub actions agree on:
 * testsuites, testsuite, testcase, failure, skipped.
 */
export function renderJunit(suites: readonly JunitSuite[]): string {
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "gatewatch", ...counts(cases) })}>`,
    ...suites.flatMap((suite) => [
      `  <testsuite${attributes({ name: suite.name, ...counts(suite.cases) })}>`,
      ...suite.cases.map(caseElement),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function counts(cases: readonly JunitCase[]): Record<string, number> {
  return {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== null).length,
    errors: 0,
    skipped: cases.filter(({ failure, skipped }) => failure === null && skipped !== null).length,
  };
}

/** A case that failed and was skipped has failed. */
function caseElement({ name, className, failure, skipped }: JunitCase): string {
  const open = `    <testcase${attributes({ name, classname: className })}`;
  if (failure !== null) {
    const { message, text } = failure;
    return `${open}>\n      <failure${attributes({ message, type: "failure" })}>${escapeXmlText(text)}</failure>\n    </testcase>`;
  }
  if (skipped !== null)
    return `${open}>\n      <skipped${attributes({ message: skipped })}/>\n    </testcase>`;
  return `${open}/>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(String(value))}"`)
    .join("");
}
