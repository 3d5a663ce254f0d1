import type { DashboardBody } from "../../../model/dashboard.ts";
import { jsonText } from "../json-text.ts";

/** Stands before an alarm's name until the text is made; no other text of a body starts with it. */
const MARK = "\u0001";

/**
 * The body as JSON in which neither "$" nor "%" occurs but in what `arnOf` brings, since JSON can spell both as escapes. So
 * it stands unharmed inside Fn::Sub and Terraform's templates.
 *
 * @param arnOf the ARN of an alarm as the dialect writes it, from its name and its name as it stands in JSON.
 * @param indent spaces, 0 for one line.
 */
export function dashboardText(
  body: DashboardBody,
  arnOf: (name: string, nameInJson: string) => string,
  indent: number,
): string {
  const widgets = body.widgets.map(({ properties, ...widget }) => {
    if (!("alarmNames" in properties)) return { ...widget, properties };
    const { alarmNames, ...rest } = properties;
    return { ...widget, properties: { ...rest, alarms: alarmNames.map((name) => MARK + name) } };
  });
  return jsonText({ widgets }, indent)
    .replaceAll("$", String.raw`\u0024`)
    .replaceAll("%", String.raw`\u0025`)
    .replaceAll(/"\\u0001((?:[^"\\]|\\.)*)"/g, (_, name: string) => {
      const plain: unknown = JSON.parse(`"${name}"`);
      return `"${arnOf(String(plain), name)}"`;
    });
}
