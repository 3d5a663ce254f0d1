import type { ChangeQuestion, ChangeReading } from "../collectors/account-reader.ts";
import { changesOfEvent } from "../collectors/changes/changes-of-event.ts";
import { toTrailEvent } from "../collectors/changes/trail-event.ts";
import type { Account, AccountChange } from "../simulate/account.ts";

/** What was changed of a simulated account, as its event history would tell it. */
export function demoChanges(
  { changes = [] }: Account,
  questions: readonly ChangeQuestion[],
): ChangeReading["changes"] {
  return changes
    .toSorted((left, right) => left.atMs - right.atMs)
    .flatMap((change) => {
      const targets = questions
        .filter(({ window }) => change.atMs >= window.startMs && change.atMs < window.endMs)
        .map(({ target }) => target);
      return changesOfEvent(eventOf(change), [...new Set(targets)]);
    });
}

function eventOf({ atMs, eventName, role, ...rest }: AccountChange) {
  return toTrailEvent({
    ...rest,
    eventTime: atMs,
    eventName,
    userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: role } } },
  });
}
