import type { ApiFeature } from "../catalog/api-features.ts";
import type { AuditCheckText, AuditRemedy, AuditSubject } from "../model/audit-result.ts";
import type { Estate, EstateApi, EstateDomain, EstateStage, EstateVpcLink } from "../model/estate.ts";
import type { ApiKind, Throttle } from "../model/target.ts";
import type { Judgement } from "./judgement.ts";

export interface AccountScene {
  readonly estate: Estate;
}
export interface ApiScene extends AccountScene {
  readonly api: EstateApi;
}
export interface StageScene extends ApiScene {
  readonly stage: EstateStage;
}
export interface DomainScene extends AccountScene {
  readonly domain: EstateDomain;
}
export interface VpcLinkScene extends AccountScene {
  readonly link: EstateVpcLink;
}

/**
 * What a remedy may name: of the subject, and of what a check found there (see Judgement). What neither knows is a word in
 * capitals that the reader replaces.
 */
export interface RemedyNames {
  readonly subject: AuditSubject;
  readonly kind: ApiKind;
  readonly api: string;
  readonly apiName: string;
  readonly stage: string;
  readonly domain: string;
  readonly link: string;
  readonly region: string;
  /** Where the stage's access log goes. */
  readonly logDestination: string;
  /** Log groups that a remedy shall mend. */
  readonly logGroups: readonly string[];
  /** Keys as settingsByKey has them: whose settings a remedy shall mend. */
  readonly routes: readonly string[];
  /** By such a key, what holds now; null: nobody can tell. Where no route sets one, what the account is known to have. */
  readonly limits: ReadonlyMap<string, Throttle | null>;
  readonly authorizer: string;
  /** What of the authorizer a remedy shall mend, and leave the rest as it is. */
  readonly authorizerFaults: readonly ("ttl" | "sources")[];
  /** A usage plan's id. */
  readonly plan: string;
  readonly functions: readonly { readonly name: string; readonly timeoutSeconds: number }[];
  readonly variables: readonly string[];
}

/** One question about how something is set up, with all that its reader needs to know. Pure. */
export interface Check extends Omit<AuditCheckText, "subjects" | "kinds"> {
  /** What an API must have for the question to make sense. */
  readonly feature: ApiFeature;
  /** True: no template can tell, only an account. */
  readonly needsAccount?: true;
  readonly judges: {
    readonly account?: (scene: AccountScene) => Judgement;
    readonly api?: (scene: ApiScene) => Judgement;
    readonly stage?: (scene: StageScene) => Judgement;
    readonly domain?: (scene: DomainScene) => Judgement;
    readonly "vpc-link"?: (scene: VpcLinkScene) => Judgement;
  };
  readonly remedy: (names: RemedyNames) => AuditRemedy;
}
