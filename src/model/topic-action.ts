/**
 * An action whose ARN only the deployment knows: "gatewatch:topic/page" in AlarmActions, OKActions or
 * InsufficientDataActions. What follows the slash is the topic's name: lower-case words with hyphens, of which each starts
 * with a letter, so that no two names become one in any dialect's spelling.
 */
const PREFIX = "gatewatch:topic/";
const TOPIC_NAME = /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/;

export function topicAction(topic: string): string {
  return `${PREFIX}${topic}`;
}

/** "page" of "gatewatch:topic/page"; undefined for anything else, such as an ARN. */
export function topicOfAction(action: string): string | undefined {
  const topic = action.startsWith(PREFIX) ? action.slice(PREFIX.length) : "";
  return TOPIC_NAME.test(topic) ? topic : undefined;
}
