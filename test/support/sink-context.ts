import type { SinkContext } from "../../src/agent/sinks/sink-context.ts";

/** A sink's outside that lets nothing happen unless it is given. */
export function aSinkContext(changes: Partial<SinkContext> = {}): SinkContext & { readonly slept: number[] } {
  const slept: number[] = [];
  const refuse = (what: string) => () => {
    throw new Error(`${what} was not expected`);
  };
  return {
    env: {},
    write: refuse("output"),
    isReadByPeople: false,
    clients: refuse("a client"),
    fetch: refuse("a request"),
    now: () => Date.parse("2026-03-05T17:00:05.678Z"),
    sleep: async (ms) => {
      slept.push(ms);
    },
    random: () => 0.5,
    ...changes,
    slept,
  };
}
