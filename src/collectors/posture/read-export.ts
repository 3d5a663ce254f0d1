import type { EstateStage } from "../../model/estate.ts";
import { recordOf } from "../../templates/is-record.ts";

const ANY = "x-amazon-apigateway-any-method";
const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace", ANY]);

/** What an exported OpenAPI document says; undefined where the text is none. */
export function readExport(text: string): EstateStage["exported"] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { paths, servers, components } = recordOf(document);
  if (paths === undefined) return undefined;
  return {
    routes: Object.entries(recordOf(paths)).flatMap(([path, item]) =>
      Object.keys(recordOf(item))
        .filter((method) => METHODS.has(method.toLowerCase()))
        .map((method) => routeKey(method, path)),
    ),
    securitySchemes: Object.keys(recordOf(recordOf(components)["securitySchemes"])),
    servers: (Array.isArray(servers) ? servers : []).flatMap((server) => {
      const { url } = recordOf(server);
      return typeof url === "string" ? [url] : [];
    }),
  };
}

/** HTTP APIs export the route $default as a path of that name. */
function routeKey(method: string, path: string): string {
  if (path === "/$default" && method === ANY) return "$default";
  return `${method === ANY ? "ANY" : method.toUpperCase()} ${path}`;
}
