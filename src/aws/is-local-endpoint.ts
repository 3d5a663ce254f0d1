/** An endpoint on this machine: a test double, which shares no quota with anybody and answers at once. */
export function isLocalEndpoint(endpointUrl: string | undefined): boolean {
  return endpointUrl !== undefined && /^https?:\/\/(localhost|127\.|\[::1\])/i.test(endpointUrl);
}
