export function scannerModule(bytes: Buffer): string;
