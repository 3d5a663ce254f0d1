import { ToolError } from "../../core/errors.ts";

const PREFIX = "env:";

export function isSecretReference(text: string): boolean {
  return text.startsWith(PREFIX);
}

/**
 * The value behind "env:NAME".
 *
 * Errors: E_CONFIG where the variable is not set; the message holds its name alone.
 */
export function readSecret(reference: string, env: Readonly<Record<string, string | undefined>>): string {
  const name = reference.slice(PREFIX.length);
  const value = env[name]?.trim();
  if (value) return value;
  throw new ToolError("E_CONFIG", `agent.sinks: the environment variable ${name} is not set`, {
    hint: `Set ${name} where the agent runs, or take the sink that names it out of the configuration.`,
  });
}

/**
 * An address to post to, itself or behind "env:NAME".
 *
 * Errors: E_CONFIG where it is not set, or no http(s) address; the message does not hold it.
 */
export function readAddress(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const address = isSecretReference(text) ? readSecret(text, env) : text;
  if (/^https?:/i.test(address) && URL.canParse(address)) return address;
  const what = isSecretReference(text) ? `what ${text} holds` : "a webhook's url";
  throw new ToolError("E_CONFIG", `agent.sinks: ${what} is no http(s) address`, {
    hint: 'An address looks like "https://hooks.example.com/gatewatch".',
  });
}
