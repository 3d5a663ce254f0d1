import type { ApiKind } from "../model/target.ts";
import type { RemedyNames } from "./check.ts";

/** Names for a remedy that is of no API in particular. */
export function sampleNames(kind: ApiKind): RemedyNames {
  return {
    kind,
    api: "API",
    apiName: "API",
    stage: "STAGE",
    domain: "DOMAIN",
    link: "LINK",
    region: "REGION",
  };
}
