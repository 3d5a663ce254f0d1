export function reportAssets(): Promise<string>;
