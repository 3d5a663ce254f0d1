import { SLACK_LIMITS } from "../../catalog/delivery-limits.ts";
import type { AgentEvent } from "../../model/agent-event.ts";
import { escapeText } from "../text/escape.ts";
import { formatEvidence } from "../text/format.ts";
import { eventHeadline } from "./event-headline.ts";

export interface SlackMessage {
  /** What notifications show, and readers that know no blocks. */
  readonly text: string;
  readonly blocks: readonly object[];
  /** Of which it speaks. */
  readonly events: readonly AgentEvent[];
}

const EVIDENCE_SHOWN = 4;
/** Room for what comes after a long text: the mark that it was cut. */
const CUT = "…";

/** The events as messages, each within the limits of a message; what belongs to one event stays in one message. */
export function slackMessages(events: readonly AgentEvent[]): SlackMessage[] {
  const messages: SlackMessage[] = [];
  let gathered: AgentEvent[] = [];
  let blocks: object[] = [];
  const flush = (): void => {
    const [first, ...more] = gathered;
    if (!first) return;
    const rest = more.length === 0 ? "" : ` and ${more.length} more`;
    messages.push({
      text: clipped(`${toMrkdwn(eventHeadline(first))}${rest}`, SLACK_LIMITS.sectionCharacters),
      blocks,
      events: gathered,
    });
    [gathered, blocks] = [[], []];
  };
  for (const event of events) {
    const own = blocksOf(event);
    if (blocks.length + own.length > SLACK_LIMITS.blocks) flush();
    gathered.push(event);
    blocks.push(...own);
  }
  flush();
  return messages;
}

function blocksOf(event: AgentEvent): object[] {
  const { incident, changes, reportUrl } = event;
  const { finding } = incident;
  const proof = finding.evidence.slice(0, EVIDENCE_SHOWN).map(({ label, baseline, observed, unit }) => {
    const usual = baseline === null ? "" : `, usually ${formatEvidence(baseline, unit)}`;
    return `• ${label}: ${formatEvidence(observed, unit)}${usual}`;
  });
  const actions =
    event.kind === "resolved" ? [] : finding.actions.map((action, index) => `${index + 1}. ${action}`);
  const facts = [
    `Since ${finding.startedAt}${finding.endedAt === null ? "" : ` until ${finding.endedAt}`}`,
    ...(incident.accountId === null ? [] : [`account ${incident.accountId}`]),
    incident.region,
    `incident ${incident.id}`,
  ];
  return [
    {
      type: "header",
      text: {
        type: "plain_text",
        text: clipped(escapeText(eventHeadline(event)), SLACK_LIMITS.headerCharacters),
      },
    },
    section([
      ...changes.map((change) => `Changed: ${change}`),
      `${finding.cause.kind}: ${finding.cause.detail}`,
      finding.summary,
    ]),
    ...(proof.length === 0 ? [] : [section(proof)]),
    ...(actions.length === 0 ? [] : [section(actions)]),
    { type: "context", elements: [mrkdwn(facts.join(" · "))] },
    ...(reportUrl === null
      ? []
      : [
          {
            type: "actions",
            elements: [
              { type: "button", text: { type: "plain_text", text: "Open the report" }, url: reportUrl },
            ],
          },
        ]),
    { type: "divider" },
  ];
}

function section(lines: readonly string[]): object {
  return { type: "section", text: mrkdwn(lines.join("\n")) };
}

function mrkdwn(text: string): object {
  return { type: "mrkdwn", text: clipped(toMrkdwn(text), SLACK_LIMITS.sectionCharacters), verbatim: true };
}

/**
 * Text that Slack shows as it stands: no mention, no link, no emphasis can come out of a name. Beside the three characters that
 * Slack asks to be escaped, those that begin emphasis and code are given a zero-width space, since there is no escape for them.
 */
function toMrkdwn(text: string): string {
  return text
    .split("\n")
    .map(escapeText)
    .join("\n")
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[*_~`]/g, "$&\u200B");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** An entity or a pair of surrogates is not cut in two. */
function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - CUT.length).replace(/(?:&[a-z]{0,3}|[\uD800-\uDBFF])$/, "")}${CUT}`;
}
