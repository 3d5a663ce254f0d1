/**
 * A REST stage's cache, USD an hour by size in GB as the API spells it; list price, us-east-1.
 *
 * Source: API Gateway price page as quoted by third parties, 2025 and 2026.
 */
export const CACHE_HOUR_USD: Readonly<Record<string, number>> = Object.freeze({
  "0.5": 0.02,
  "1.6": 0.038,
  "6.1": 0.2,
  "13.5": 0.25,
  "28.4": 0.5,
  "58.2": 1,
  "118": 1.9,
  "237": 3.8,
});
