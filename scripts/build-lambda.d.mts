export function bundleLambda(): Promise<{ files: Map<string, Uint8Array>; sources: string[] }>;
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array;
