/** Of PutMetricAlarm. */
const LONGEST = 1_024;

/** What whoever is woken reads: why the alarm exists and where to go on. Cut at a sentence where it is too long. */
export function alarmDescription(why: string, runbookUrl: string | null): string {
  const tail = runbookUrl === null ? "" : `\n\nRunbook: ${runbookUrl}`;
  const room = LONGEST - tail.length;
  if (why.length <= room) return why + tail;
  const sentences = why.slice(0, room).split(/(?<=\.) /);
  const whole = sentences.slice(0, -1).join(" ");
  return (whole === "" ? `${why.slice(0, room - 1)}…` : whole) + tail;
}
