import type { Estate, EstateDomain } from "../../model/estate.ts";
import type { EstateContext } from "./estate-context.ts";

/**
 * Custom domains and where they lead; undefined where they could not be listed. Version 1 lists them all. It maps paths to REST APIs, and
 * version 2 those of regional domains to any API, so both are asked of a regional domain.
 */
export async function collectDomains({ plane, see }: EstateContext): Promise<Estate["domains"]> {
  const lost = "Custom domains are not audited, nor what leads around them.";
  const names = see(await plane.domainNames(), "/domainnames", lost);
  if (names === undefined) return undefined;
  return Promise.all(
    names.map(async (domain): Promise<EstateDomain> => {
      const { domainName: name, mutualTlsAuthentication: mutual } = domain;
      const type = domain.endpointConfiguration?.types?.[0] ?? null;
      const path = `/domainnames/${name}`;
      const unseen = `Where ${name} leads is unknown.`;
      const [paths, mappings] = await Promise.all([
        plane.basePathMappings(name),
        type === "REGIONAL" ? plane.apiMappings(name) : null,
      ]);
      const first = see(paths, `${path}/basepathmappings`, unseen);
      const second = mappings === null ? [] : see(mappings, `${path}/apimappings`, unseen);
      const led = [
        ...(first ?? []).map(({ restApiId, stage }) => ({ apiId: restApiId, stage: stage ?? null })),
        ...(second ?? []).map(({ ApiId, Stage }) => ({ apiId: ApiId, stage: Stage ?? null })),
      ];
      const distinct = new Map(led.map((one) => [`${one.apiId}/${one.stage ?? ""}`, one]));
      return {
        name,
        endpointType: type,
        securityPolicy: domain.securityPolicy ?? null,
        endpointAccessMode: domain.endpointAccessMode ?? null,
        status: domain.domainNameStatus ?? null,
        certificateArn: domain.regionalCertificateArn ?? domain.certificateArn ?? null,
        mutualTls: mutual
          ? { truststoreUri: mutual.truststoreUri ?? null, warnings: mutual.truststoreWarnings ?? [] }
          : null,
        ...(first === undefined || second === undefined ? {} : { mappings: [...distinct.values()] }),
      };
    }),
  );
}
