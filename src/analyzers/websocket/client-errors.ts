import type { Analyzer } from "../analyzer.ts";
import { errorGates } from "../shared/share-gates.ts";
import { severityOfRise } from "../shared/severity-of-rise.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

const SHARE = { part: "clientErrors", whole: ["messages", "connects"] } as const;
const STEPS = { critical: 0.5, warning: 0.05 };

export const clientErrors: Analyzer = {
  id: "websocket/client-errors",
  title: "WebSocket client errors",
  // The other flavours have client errors too, but neither of these.
  needs: ["messages", "connects"],
  analyze(input) {
    return shareIncidents(input, SHARE, errorGates).map((incident) =>
      shareFinding(input, SHARE, incident, {
        subject: "WebSocket client errors",
        happened: "messages were turned away by the gateway with a client error",
        ratioLabel: "ClientError ratio",
        severity: severityOfRise(incident, STEPS),
        cause: {
          kind: "client",
          detail:
            "The gateway turned messages or connections away before the integration ran: rejected credentials, bad requests, or throttling. A backend that answers 4XX itself is reported to be counted here as well.",
        },
        actions: [
          "Group the access logs by route key, status and error response type.",
          "If most are on $connect, check the authorizer and the clients' tokens.",
        ],
      }),
    );
  },
};
