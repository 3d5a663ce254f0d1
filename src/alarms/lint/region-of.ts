import { PARTITIONS } from "../../catalog/partitions.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { LintContext } from "./lint-context.ts";

/** The Region that an alarm is in, or that its file is for; undefined where nobody says. */
export function regionOf(
  { place, deployed }: DeclaredAlarm,
  { region }: Pick<LintContext, "region">,
): string | undefined {
  if (isRegion(place.file)) return place.file;
  const ofArn = deployed?.arn?.split(":")[3] ?? "";
  return isRegion(ofArn) ? ofArn : (region ?? undefined);
}

function isRegion(text: string): boolean {
  return PARTITIONS.some(({ regions }) => regions.test(text));
}
