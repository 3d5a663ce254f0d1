import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { slackMessages } from "../../../../src/report/events/slack-message.ts";
import { anEvent } from "../../../support/agent-events.ts";
import { hostileText } from "../../../support/report-arbitraries.ts";
import { aFinding } from "../../../support/report-fixtures.ts";

interface Text {
  readonly type: string;
  readonly text: string;
}
interface Block {
  readonly type: string;
  readonly text?: Text;
  readonly elements?: readonly (Text & { readonly url?: string; readonly text: unknown })[];
}
const blocksOf = (events: Parameters<typeof slackMessages>[0]): Block[][] =>
  slackMessages(events).map(({ blocks }) => blocks as Block[]);

/** What Slack shows of mrkdwn, by its documented escapes. */
function shown(text: string): string {
  const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
  return text.replaceAll("\u200B", "").replaceAll(/&(?:amp|lt|gt);/g, (one) => entities[one]!);
}

describe("a message to Slack", () => {
  it("says what happened, why, the proof and what to do", () => {
    const [blocks = []] = blocksOf([
      anEvent({
        kind: "updated",
        changes: ["critical now, was warning"],
        reportUrl: "https://example.com/r?a=1&b=2",
      }),
    ]);
    expect(blocks.map(({ type }) => type)).toEqual([
      "header",
      "section",
      "section",
      "section",
      "context",
      "actions",
      "divider",
    ]);
    expect(blocks[0]?.text).toEqual({
      type: "plain_text",
      text: "Changed critical: Server errors on POST /orders (rest:orders/prod)",
    });
    expect(shown(blocks[1]?.text?.text ?? "")).toBe(
      "Changed: critical now, was warning\nintegration: the Lambda function orders-api answers 502\n1 of 12 requests fails with 5XX since 16:21, up from 1 in 1,000.",
    );
    expect(shown(blocks[2]?.text?.text ?? "")).toContain("5XX ratio: 8.4 %, usually 0.11 %");
    expect(blocks[5]?.elements?.[0]?.url).toBe("https://example.com/r?a=1&b=2");
  });

  it("asks for nothing when it is over", () => {
    const [blocks = []] = blocksOf([anEvent({ kind: "resolved" })]);
    expect(JSON.stringify(blocks)).not.toContain("Roll back");
  });

  it("keeps what belongs to an event in one message, and messages within fifty blocks", () => {
    const events = Array.from({ length: 23 }, (_, index) => anEvent({ id: `e${index}` }));
    const messages = blocksOf(events);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.flat().filter(({ type }) => type === "header")).toHaveLength(23);
    for (const blocks of messages) {
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect([blocks[0]?.type, blocks.at(-1)?.type]).toEqual(["header", "divider"]);
    }
    expect(slackMessages(events)[0]?.text).toMatch(/ and \d+ more$/);
  });

  it("lets no name mention, link or dress up anything, however long it is", () => {
    let texts = 0;
    fc.assert(
      fc.property(hostileText, fc.nat(4_000), (text, length) => {
        const long = `<!channel> *x* ${text} & <https://a|b> `.repeat(1 + Math.floor(length / 20));
        const finding = aFinding({
          title: long,
          summary: long,
          actions: [long],
          cause: { kind: "client", detail: long },
        });
        for (const { text: notified, blocks } of slackMessages([anEvent({}, { finding, target: long })])) {
          const all = [
            { type: "mrkdwn", text: notified },
            ...(blocks as Block[]).flatMap(({ text: own, elements = [] }) => [
              ...(own ? [own] : []),
              ...elements,
            ]),
          ];
          for (const { type, text: said } of all) {
            if (typeof said !== "string") continue;
            texts += 1;
            expect(said.length).toBeLessThanOrEqual(type === "plain_text" ? 150 : 3_000);
            expect(said).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]/u);
            if (type === "plain_text") continue;
            expect(said).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)|[*_~`](?!\u200B|…|$)/);
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(texts).toBeGreaterThan(100);
  });
});
