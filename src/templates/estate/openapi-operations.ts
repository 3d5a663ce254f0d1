import { isRecord, recordOf } from "../../core/is-record.ts";

type Members = Readonly<Record<string, unknown>>;

export interface OpenapiOperation {
  /** As routes are named: "POST /orders", "ANY /{proxy+}", "$default". */
  readonly key: string;
  readonly verb: string;
  readonly path: string;
  /** The method as the document spells it. */
  readonly method: string;
  readonly item: Members;
  readonly operation: Members;
}

const ANY = "x-amazon-apigateway-any-method";
const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace", ANY]);

/** The operations of an OpenAPI document in its order. HTTP APIs write the route $default as a path of that name. */
export function openapiOperations(document: unknown): OpenapiOperation[] {
  return Object.entries(recordOf(recordOf(document)["paths"])).flatMap(([path, item]) =>
    Object.entries(recordOf(item)).flatMap(([method, operation]): OpenapiOperation[] => {
      if (!METHODS.has(method.toLowerCase()) || !isRecord(operation)) return [];
      const verb = method === ANY ? "ANY" : method.toUpperCase();
      const key = path === "/$default" && method === ANY ? "$default" : `${verb} ${path}`;
      return [{ key, verb, path, method, item: recordOf(item), operation }];
    }),
  );
}
