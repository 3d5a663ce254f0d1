import { wideHash } from "../../core/wide-hash.ts";

/**
 * The ids that alarms have in the owner's code, made of the spec's key and of nothing else.
 *
 * They must never change once released: to CloudFormation and Terraform another id is another alarm, which is created before the
 * old one is deleted and fails on the name that both have. So neither the order of the specs nor what other specs there
 * are plays a part. The readable part alone is not unique ("/user/{id}", "/userid"), hence the hash behind it.
 */
const HASH_LENGTH = 8;
const READABLE_LENGTH = 60;

/** "ServerErrorsRestOrdersProd1x4f09ab": letters and digits only, starting with a letter. */
export function logicalId(key: string): string {
  return `${readable(key, "", (word) => word.charAt(0).toUpperCase() + word.slice(1), "Alarm")}${hashOf(key)}`;
}

/** "server_errors_rest_orders_prod_1x4f09ab": lower case, starting with a letter. */
export function terraformName(key: string): string {
  return `${readable(key, "_", (word) => word.toLowerCase(), "alarm")}_${hashOf(key)}`;
}

function readable(key: string, glue: string, spell: (word: string) => string, otherwise: string): string {
  const words = key.match(/[A-Za-z0-9]+/g) ?? [];
  const text = words.map(spell).join(glue).slice(0, READABLE_LENGTH);
  return /^[A-Za-z]/.test(text) ? text.replace(/_$/, "") : otherwise + (text === "" ? "" : glue + text);
}

function hashOf(key: string): string {
  return (wideHash(key) % 36n ** BigInt(HASH_LENGTH)).toString(36).padStart(HASH_LENGTH, "0");
}
