/** How a topic's name ("on-call") is spelled as a parameter. The words start with letters, so none collides. */
export function topicParameter(topic: string): string {
  return `${pascal(topic)}TopicArn`;
}

export function topicVariable(topic: string): string {
  return `${topic.replaceAll("-", "_")}_topic_arn`;
}

export function topicProperty(topic: string): string {
  const name = `${pascal(topic)}Topic`;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function topicEnvironment(topic: string): string {
  return topicVariable(topic).toUpperCase();
}

/** What the parameter is for, without a full stop. */
export function topicDescription(topic: string): string {
  return `ARN of the SNS topic that ${topic} alarms are sent to`;
}

function pascal(topic: string): string {
  return topic
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
