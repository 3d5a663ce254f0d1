import { createHash } from "node:crypto";

import { classifyError } from "../../aws/classify-error.ts";
import type { AwsClients } from "../../aws/clients.ts";
import { ToolError } from "../../core/errors.ts";
import { encodeState } from "./encode-state.ts";
import { stateFrom } from "./state-from.ts";
import type { StateStore } from "./state-store.ts";

interface S3StoreOptions {
  readonly bucket: string;
  readonly key: string;
  readonly clients: Pick<AwsClients, "s3">;
}

interface Stored {
  readonly bytes: Uint8Array;
  readonly version: string;
}

/**
 * A state in S3, written on condition that the object is still the one that was read (If-Match), or that there is none yet
 * (If-None-Match): of two runs that write at the same time one fails.
 *
 * Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes" (conditional-writes.html): 412
 * where the condition does not hold, 409 where another write is under way, 404 where the object is gone.
 */
export function s3StateStore({ bucket, key, clients }: S3StoreOptions): StateStore {
  const place = `s3://${bucket}/${key}`;

  const load = async (): Promise<Stored | null> => {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await clients.s3();
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined || ETag === undefined) throw new Error("an object without a body or an ETag");
      return { bytes: await Body.transformToByteArray(), version: ETag };
    } catch (error) {
      if (nameOf(error) === "NoSuchKey") return null;
      throw unusable(error, "s3:GetObject", "read", place);
    }
  };
  const setAside = async (raw: Uint8Array): Promise<string> => {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await clients.s3();
    const aside = `${key}.broken-${createHash("sha256").update(raw).digest("hex").slice(0, 12)}`;
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: aside, Body: raw }));
    } catch (error) {
      throw unusable(error, "s3:PutObject", "put aside", place);
    }
    return `s3://${bucket}/${aside}`;
  };

  return {
    place,
    read: async () => stateFrom(await load(), setAside),
    write: async (state, version) => {
      const { PutObjectCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const bytes = encodeState(state);
      const condition = version === null ? { IfNoneMatch: "*" } : { IfMatch: version };
      try {
        const { ETag } = await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: bytes,
            ContentType: "application/gzip",
            ...condition,
          }),
        );
        if (ETag === undefined) throw new Error("an answer without an ETag");
        return ETag;
      } catch (error) {
        if (!isConflict(error)) throw unusable(error, "s3:PutObject", "written", place);
        // An attempt whose answer was lost has written: the one after it conflicts with it.
        const stored = await load();
        if (stored !== null && Buffer.compare(stored.bytes, bytes) === 0) return stored.version;
        throw new ToolError("E_CONFLICT", `another run wrote ${place} meanwhile`, { cause: error });
      }
    },
    setAside,
  };
}

function isConflict(error: unknown): boolean {
  return ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].includes(nameOf(error));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function unusable(error: unknown, action: string, what: string, place: string): ToolError {
  const { code, hint } = classifyError(error, { action, region: "the bucket's region" });
  const kind = code === "ACCESS_DENIED" ? "E_ACCESS_DENIED" : "E_UNREACHABLE";
  return new ToolError(kind, `the agent's state in ${place} could not be ${what}: ${code}`, {
    hint,
    cause: error,
  });
}
