/** Where a reader looks. */
export interface Place {
  readonly accountId: string | null;
  readonly region: string;
}

/**
 * What target ids are prefixed with, place by place: nothing while there is one region of one account, the region
 * where there are several, account and region where there are several accounts.
 */
export function scopesOf(places: readonly Place[]): string[] {
  const accounts = new Set(places.flatMap(({ accountId }) => accountId ?? []));
  const regions = new Set(places.map(({ region }) => region));
  return places.map(({ accountId, region }) => {
    if (accounts.size > 1) return `${accountId ?? "unknown-account"}/${region}`;
    return regions.size > 1 ? region : "";
  });
}
