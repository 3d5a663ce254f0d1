/** The seed of the demo account where none is given: everybody sees the same one. */
export const DEMO_SEED = 1;
