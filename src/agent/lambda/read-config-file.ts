import { ANALYZERS } from "../../analyzers/registry.ts";
import { classifyError } from "../../aws/classify-error.ts";
import type { AwsClients } from "../../aws/clients.ts";
import { ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";

const KEY = "config.yaml";

/**
 * The configuration in the bucket, under "config.yaml"; the defaults where there is none.
 *
 * Errors: E_CONFIG where it has problems; E_ACCESS_DENIED, E_UNREACHABLE where it cannot be read.
 */
export async function readConfigFile(bucket: string, clients: AwsClients): Promise<Config> {
  const place = `s3://${bucket}/${KEY}`;
  const text = await readText(bucket, clients, place);
  if (text === null) return { version: 1 };
  // Reading YAML is not asked of those who have no file: a cold start is paid for.
  const { parseConfig } = await import("../../model/config-file/parse-config.ts");
  const { config, problems } = parseConfig(
    text,
    ANALYZERS.map(({ id }) => id),
  );
  if (config) return config;
  throw new ToolError("E_CONFIG", `${place} has problems`, {
    details: problems.map(
      ({ line, column, where, text: problem }) =>
        `${place}:${line}:${column} ${where === "" ? "" : `${where}: `}${problem}`,
    ),
    hint: "Check it with `gatewatch config check` before it is uploaded.",
  });
}

async function readText(bucket: string, clients: AwsClients, place: string): Promise<string | null> {
  const { GetObjectCommand, NoSuchKey } = await import("@aws-sdk/client-s3");
  const client = await clients.s3();
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: KEY }));
    return (await Body?.transformToString("utf8")) ?? "";
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    const { code, hint } = classifyError(error, { action: "s3:GetObject", region: "the bucket's region" });
    const kind = code === "ACCESS_DENIED" ? "E_ACCESS_DENIED" : "E_UNREACHABLE";
    throw new ToolError(kind, `cannot read the configuration ${place}: ${code}`, { hint, cause: error });
  }
}
