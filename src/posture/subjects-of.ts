import { accessLogGroupFor } from "../catalog/log-groups.ts";
import { partitionOfRegion } from "../catalog/partitions.ts";
import type { Estate, EstateApi, EstateStage } from "../model/estate.ts";
import { targetId, type ApiKind, type Throttle } from "../model/target.ts";
import { sampleNames } from "./sample-names.ts";
import type { AccountScene, ApiScene, DomainScene, RemedyNames, StageScene, VpcLinkScene } from "./check.ts";

interface SubjectBase {
  /** See AuditResult. */
  readonly id: string;
  /** Null for what is of no flavour. */
  readonly kind: ApiKind | null;
  readonly targets: readonly string[];
  readonly names: RemedyNames;
  readonly place: EstateApi["place"];
}

/** Something that checks look at. */
export type Subject = SubjectBase &
  (
    | { readonly type: "account"; readonly scene: AccountScene }
    | { readonly type: "api"; readonly scene: ApiScene }
    | { readonly type: "stage"; readonly scene: StageScene }
    | { readonly type: "domain"; readonly scene: DomainScene }
    | { readonly type: "vpc-link"; readonly scene: VpcLinkScene }
  );

/**
 * Everything of an estate that a check may look at, in its order. What concerns the account counts for the score of each of
 * its stages, and what concerns a domain for the stages that it leads to.
 *
 * @param scope before each id and a slash, where several places are looked at; see estateScopes.
 */
export function subjectsOf(estate: Estate, scope: string): Subject[] {
  const { apis, domains, vpcLinks, region, accountId } = estate;
  const prefix = scope === "" ? "" : `${scope}/`;
  const label = (api: EstateApi): string => labelOf(api, apis);
  const idOf = (api: EstateApi, stage: string): string => targetId(api.kind, label(api), stage, scope);
  const targetsOf = (all: readonly EstateApi[]): string[] =>
    all.flatMap((api) => api.stages.map(({ name }) => idOf(api, name)));
  const base = {
    place: undefined,
    kind: null,
    names: { ...sampleNames("rest", "account"), ...(region === "" ? {} : { region }) },
  };
  const every = targetsOf(apis);
  // A template tells nothing of the account that it is deployed to.
  const account: Subject[] =
    estate.origin === "template"
      ? []
      : [{ ...base, type: "account", id: `${prefix}account:${region}`, targets: every, scene: { estate } }];
  return [
    ...account,
    ...(domains ?? []).map((domain): Subject => {
      const led = apis.filter(({ id }) => domain.mappings?.some(({ apiId }) => apiId === id));
      return {
        ...base,
        type: "domain",
        id: `${prefix}domain:${domain.name}`,
        targets: targetsOf(led),
        names: { ...base.names, subject: "domain", domain: domain.name },
        place: domain.place,
        scene: { estate, domain },
      };
    }),
    ...(vpcLinks ?? []).map((link): Subject => ({
      ...base,
      type: "vpc-link",
      id: `${prefix}vpc-link:${link.name ?? link.id}`,
      targets: [],
      names: { ...base.names, subject: "vpc-link", link: link.id },
      place: link.place,
      scene: { estate, link },
    })),
    ...apis.flatMap((api): Subject[] => {
      const group = accessLogGroupFor(api.name ?? api.id);
      const names: RemedyNames = {
        ...base.names,
        subject: "api",
        kind: api.kind,
        api: api.id,
        apiName: api.name ?? api.id,
        logDestination: `arn:${partitionOfRegion(region).id}:logs:${base.names.region}:${accountId ?? "ACCOUNT"}:log-group:${group}`,
        logGroups: [group],
      };
      const first = api.stages[0]?.name ?? base.names.stage;
      return [
        {
          type: "api",
          id: `${prefix}${api.kind}:${label(api)}`,
          kind: api.kind,
          targets: targetsOf([api]),
          names: { ...names, stage: first },
          place: api.place,
          scene: { estate, api },
        },
        ...api.stages.map((stage): Subject => ({
          type: "stage",
          id: idOf(api, stage.name),
          kind: api.kind,
          targets: [idOf(api, stage.name)],
          names: {
            ...names,
            subject: "stage",
            stage: stage.name,
            limits: limitsOf(stage, estate),
            logDestination: stage.accessLog?.destinationArn ?? names.logDestination,
          },
          place: stage.place ?? api.place,
          scene: { estate, api, stage },
        })),
      ];
    }),
  ];
}

function limitsOf({ every, byRoute }: EstateStage, { account }: Estate): RemedyNames["limits"] {
  const own = Object.entries(byRoute ?? {}).filter(([, one]) => "throttle" in one || one.isThrottleUnsure);
  const limits = new Map<string, Throttle | null>();
  for (const [key, { throttle, isThrottleUnsure }] of [["*/*", every ?? {}] as const, ...own]) {
    if (throttle) limits.set(key, throttle);
    else if (throttle === undefined || isThrottleUnsure === true) limits.set(key, null);
    else if (account?.throttle) limits.set(key, account.throttle);
  }
  return limits;
}

/** As targets are named: REST APIs by name where it is theirs alone, all others by id. */
function labelOf(api: EstateApi, apis: readonly EstateApi[]): string {
  if (api.kind !== "rest" || !api.name) return api.id;
  const isShared = apis.some((other) => other !== api && other.kind === "rest" && other.name === api.name);
  return isShared ? `${api.name}~${api.id}` : api.name;
}
