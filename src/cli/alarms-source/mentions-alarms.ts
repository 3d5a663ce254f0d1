const ALARMS =
  /AWS::CloudWatch::(?:Composite)?Alarm|aws_cloudwatch_(?:metric|composite)_alarm|\b(?:Metric|Composite)Alarms\b|"definition"/;

/** Whether a text that cannot be parsed would be a loss. */
export function mentionsAlarms(text: string): boolean {
  return ALARMS.test(text);
}
