export declare function compileScanner(): Promise<Buffer>;
export declare function scannerModule(bytes: Buffer): string;
