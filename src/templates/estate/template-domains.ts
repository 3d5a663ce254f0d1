import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { EstateDomain } from "../../model/estate.ts";
import { findApis } from "../apis/find-apis.ts";
import { referenceOf } from "../apis/reference-of.ts";
import type { Template, TemplateResource } from "../cloudformation/template.ts";
import type { KnownValues } from "./known-values.ts";

type Place = (id: string) => { file: string; line: number | null };

/** The custom domains of a template, and which of its APIs they lead to. */
export function templateDomains(template: Template, known: KnownValues, place: Place): EstateDomain[] {
  const all = [...template.resources.values()];
  const declared = all.filter(
    ({ type }) => type === "AWS::ApiGateway::DomainName" || type === "AWS::ApiGatewayV2::DomainName",
  );
  const sam = findApis(template).flatMap((api): EstateDomain[] => {
    const { Domain: domain } = api.properties;
    if (!isRecord(domain)) return [];
    const members = domainMembers(domain, known);
    return [
      {
        name: known.text(domain, "DomainName") ?? `${api.id}.Domain`,
        ...members,
        mappings: [{ apiId: api.id }],
      },
    ];
  });
  return [...declared.map((one) => toDomain(one, all, known, place)), ...sam];
}

function toDomain(
  domain: TemplateResource,
  all: readonly TemplateResource[],
  known: KnownValues,
  place: Place,
): EstateDomain {
  const { id, properties } = domain;
  // Version 2 keeps what version 1 has beside the name in a list of configurations.
  const inner = recordOf(listOf(properties["DomainNameConfigurations"])[0]);
  const name = known.text(properties, "DomainName");
  const mappings = all
    .filter(
      ({ type }) => type === "AWS::ApiGateway::BasePathMapping" || type === "AWS::ApiGatewayV2::ApiMapping",
    )
    .filter((one) => leadsFrom(one.properties["DomainName"], id, name, known))
    .flatMap((one) => {
      const apiId = referenceOf(one.properties["RestApiId"] ?? one.properties["ApiId"]);
      return apiId === null ? [] : [{ apiId }];
    });
  return {
    name: name ?? id,
    place: place(id),
    ...domainMembers({ ...inner, ...properties }, known),
    mappings,
  };
}

function leadsFrom(
  domain: unknown,
  id: string,
  name: string | null | undefined,
  known: KnownValues,
): boolean {
  return referenceOf(domain) === id || (typeof name === "string" && known.value(domain) === name);
}

/** Where no policy is written AWS chooses one, which is not known here. */
function domainMembers(
  properties: Readonly<Record<string, unknown>>,
  known: KnownValues,
): Omit<EstateDomain, "name" | "mappings"> {
  const policy = known.text(properties, "SecurityPolicy");
  const mode = known.text(properties, "EndpointAccessMode");
  const mutual = known.members(properties, "MutualTlsAuthentication");
  const uri = mutual ? known.text(mutual, "TruststoreUri") : null;
  return {
    ...(policy === undefined || policy === null ? {} : { securityPolicy: policy }),
    ...(mode === undefined ? {} : { endpointAccessMode: mode }),
    ...(mutual === undefined
      ? {}
      : { mutualTls: mutual === null ? null : { truststoreUri: uri ?? "set", warnings: [] } }),
  };
}
