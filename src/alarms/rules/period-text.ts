const UNITS = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
] as const;

/** "1 minute", "5 minutes", "6 hours". */
export function periodText(seconds: number): string {
  const [size, unit] = UNITS.find(([unitSeconds]) => seconds % unitSeconds === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** "0.05 requests a minute" is hard to picture: "3 requests an hour" is not. */
export function rateText(perMinute: number): string {
  if (perMinute >= 60) return `${rounded(perMinute / 60)} requests a second`;
  if (perMinute >= 1) return `${rounded(perMinute)} requests a minute`;
  if (perMinute * 60 >= 1) return `${rounded(perMinute * 60)} requests an hour`;
  return `${rounded(perMinute * 1_440)} requests a day`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}
