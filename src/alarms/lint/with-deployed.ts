import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { nameOf } from "./alarm-fields.ts";
import { conditionText } from "./condition.ts";

/** The state and the history of a deployed alarm go for one of a file that has the same name and the same condition. */
export function withDeployed(
  alarms: readonly DeclaredAlarm[],
  deployed: readonly DeclaredAlarm[],
): DeclaredAlarm[] {
  const byName = new Map(deployed.map((alarm) => [nameOf(alarm), alarm]));
  return alarms.map((alarm) => {
    const twin = byName.get(nameOf(alarm));
    if (alarm.deployed !== null || !twin || conditionText(alarm) !== conditionText(twin)) return alarm;
    return { ...alarm, deployed: twin.deployed };
  });
}
