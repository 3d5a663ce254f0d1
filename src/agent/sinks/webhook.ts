import { hashText } from "../../core/hash.ts";
import { postJson } from "./post-json.ts";
import { isSecretReference, readAddress, readSecret } from "./read-secret.ts";
import { signBody } from "./sign-body.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

export interface WebhookOptions {
  readonly url: string;
  readonly signingKey?: string | undefined;
}

/** One POST a run with all its events, signed where there is a key. The body's form: docs/sinks.md. */
export function webhookSink({ url, signingKey }: WebhookOptions, context: SinkContext): Sink {
  const address = readAddress(url, context.env);
  const key = signingKey === undefined ? null : readSecret(signingKey, context.env);
  const name = `webhook:${isSecretReference(url) ? url : publicName(url)}`;
  return {
    name,
    deliver: async (events, run) => {
      if (events.length === 0) return;
      const body = JSON.stringify({ schemaVersion: 1, events, run });
      await postJson(
        {
          name,
          url: address,
          body,
          headers: () =>
            key === null ? {} : { "x-gatewatch-signature": signBody(body, key, context.now()) },
        },
        context,
      );
    },
  };
}

/** Host and a hash of the rest: path and query of an address often hold a key. */
function publicName(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : "no-address";
  return `${host}#${hashText(url).toString(16)}`;
}
