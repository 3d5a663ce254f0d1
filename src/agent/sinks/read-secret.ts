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
