const nothing = (): void => undefined;

/**
 * For the SDK's `logger`: it writes advice about credentials to the console where it is given none. What goes
 * wrong reaches the user as a classified error instead.
 */
export const SILENT_LOGGER = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
