import { createServer, type IncomingMessage } from "node:http";
import { isIP } from "node:net";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { answerGet, type Page } from "./answer-get.ts";
import type { DaemonStatus } from "./daemon-status.ts";

export interface Listen {
  readonly host: string;
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A page brings a policy of its own for what it is made of; these hold for all. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/**
 * Serves what the daemon knows, for reading alone.
 *
 * Errors: E_USAGE where the address cannot be had.
 */
export async function startServer(
  { host, port }: Listen,
  status: () => DaemonStatus,
  now: () => number,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const page = pageOf(request, isLoopback(host), status, now);
    const body = Buffer.from(page.body, "utf8");
    response.writeHead(page.status, {
      ...HEADERS,
      ...(page.status === 405 ? { allow: "GET, HEAD" } : {}),
      "content-type": page.contentType,
      "content-length": body.length,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, host, resolve);
    });
  } catch (cause) {
    throw new ToolError("E_USAGE", `cannot listen on ${host}:${port}: ${errorMessage(cause)}`, {
      hint: "Choose another port with --listen, or 0 for any free one.",
      cause,
    });
  }
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function pageOf(
  request: IncomingMessage,
  isLocalOnly: boolean,
  status: () => DaemonStatus,
  now: () => number,
): Page {
  const plain = (code: number, text: string): Page => ({
    status: code,
    contentType: "text/plain; charset=utf-8",
    body: `${text}\n`,
  });
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Only GET and HEAD.");
  // A page of somebody else can make a browser ask under its own name for what listens on this machine.
  if (isLocalOnly && !isLoopback(hostName(request.headers.host))) {
    return plain(421, "This address serves its own machine alone.");
  }
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  try {
    return answerGet(path, status(), now());
  } catch (error) {
    return plain(500, `A defect of gatewatch: ${errorMessage(error)}`);
  }
}

function hostName(host: string | undefined): string {
  return (host ?? "").replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}
