// The numbers of the fields that the scanner itself looks at; the rows of src/catalog/log-fields.ts in order.
export const TIME: i32 = 0;
export const TIME_EPOCH: i32 = 1;
export const STATUS: i32 = 2;
export const METHOD: i32 = 3;
export const ROUTE_KEY: i32 = 4;
export const RESOURCE: i32 = 5;
export const PATH: i32 = 6;
export const API_ID: i32 = 7;
export const STAGE: i32 = 8;
export const LATENCY: i32 = 9;
export const INTEGRATION_LATENCY: i32 = 10;
export const AUTHORIZER_LATENCY: i32 = 11;
export const AUTHORIZE_LATENCY: i32 = 12;
export const AUTHENTICATE_LATENCY: i32 = 13;
export const WAF_LATENCY: i32 = 14;
export const BYTES: i32 = 15;
export const IP: i32 = 16;
export const API_KEY_ID: i32 = 17;
export const USER_AGENT: i32 = 18;
export const RESPONSE_TYPE: i32 = 19;
export const ERROR_MESSAGE: i32 = 20;
export const INTEGRATION_ERROR: i32 = 21;
export const AUTHORIZER_ERROR: i32 = 22;
export const VALIDATION_ERROR: i32 = 23;
export const REQUEST_ID: i32 = 24;
export const EXTENDED_REQUEST_ID: i32 = 25;
export const INTEGRATION_REQUEST_ID: i32 = 26;
export const BARE_MESSAGE: i32 = 50;

/** Room for more than the catalog has today. */
export const FIELD_COUNT: i32 = 64;
