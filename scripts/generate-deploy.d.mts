export function generatedFiles(): Promise<Map<string, string>>;
export function callsOfBundle(): Promise<Set<string>>;
