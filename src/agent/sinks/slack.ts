import { slackMessages } from "../../report/events/slack-message.ts";
import { postJson } from "./post-json.ts";
import { readAddress } from "./read-secret.ts";
import { sendEach } from "./send-each.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

/** An incoming webhook of Slack. Slack cannot be told that a message is a repetition: a run that broke off may say a thing twice. */
export function slackSink({ url }: { readonly url: string }, context: SinkContext): Sink {
  const address = readAddress(url, context.env);
  const name = `slack:${url}`;
  return {
    name,
    deliver: async (events, _run, onTaken) => {
      await sendEach(slackMessages(events), async ({ text, blocks, events: said }) => {
        const body = JSON.stringify({ text, blocks });
        await postJson({ name, url: address, body, headers: () => ({}) }, context);
        onTaken(said);
      });
    },
  };
}
