import { consoleObjectUrl } from "../../catalog/console-urls.ts";
import { errorMessage, errorWithHint } from "../../core/errors.ts";
import type { ReportArchive } from "../report-archive.ts";
import type { Renderer } from "../../report/renderers/renderer.ts";
import { deliveryError } from "./delivery-error.ts";
import type { SinkContext } from "./sink-context.ts";

export interface S3ArchiveOptions {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
}

const DEFAULT_PREFIX = "reports/";
/** Formats that are kept, by what browsers call them; the first that is there is what the link opens. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
};
const RENDER_OPTIONS = { colour: false, width: 80, timeZone: "UTC", verbose: true };

/**
 * Keeps a report as HTML and as JSON, under the time of its run; each for itself, so that what one of them fails of leaves the other
 * to be read. The link leads to the object in the AWS console, so whoever follows it needs a right of their own to read it.
 */
export function s3Archive(
  { bucket, prefix = DEFAULT_PREFIX, region }: S3ArchiveOptions,
  context: SinkContext,
): ReportArchive {
  const name = `s3:${bucket}/${prefix}`;
  return {
    name,
    put: async (view, runAtMs, onThere) => {
      const { PutObjectCommand } = await import("@aws-sdk/client-s3");
      // Pages are heavy, and most runs have no news to keep one for.
      const { RENDERERS } = await import("../../report/renderers/registry.ts");
      const client = await context.clients(region).s3();
      const base = `${prefix}${keyOfTime(runAtMs)}`;
      const kept = Object.keys(CONTENT_TYPES).flatMap(
        (format) => RENDERERS.find((one) => one.format === format) ?? [],
      );
      const put = async (renderer: Renderer): Promise<string> => {
        const { format } = renderer;
        const Key = `${base}.${format}`;
        const Body = rendered(format, () => renderer.render(view, RENDER_OPTIONS));
        const ContentType = CONTENT_TYPES[format];
        await client
          .send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType }))
          .catch((error: unknown) => {
            throw deliveryError(error, "s3:PutObject", name, region);
          });
        return Key;
      };
      const inRegion = region ?? (await client.config.region());
      const there = new Map<Renderer, string>();
      const url = (): string | null => {
        const first = kept.find((renderer) => there.has(renderer));
        const key = first && there.get(first);
        return key === undefined ? null : consoleObjectUrl(inRegion, bucket, key);
      };
      // At once: a run whose time ends here has one of them rather than none.
      const failures = await Promise.all(
        kept.map(async (renderer) => {
          try {
            there.set(renderer, await put(renderer));
            const best = url();
            if (best !== null) onThere(best);
            return null;
          } catch (error) {
            return errorWithHint(error);
          }
        }),
      );
      return { url: url(), lost: [...new Set(failures.filter((failure) => failure !== null))] };
    },
  };
}

/** What a renderer throws is a defect, and names no format. */
function rendered(format: string, render: () => string): string {
  try {
    return render();
  } catch (error) {
    throw new Error(`a defect in making its ${format}: ${errorMessage(error)}`, { cause: error });
  }
}

/** "2026/11/20/1505-00": a folder a day, in the order of time. */
function keyOfTime(timeMs: number): string {
  const [day = "", time = ""] = new Date(timeMs).toISOString().split("T");
  return `${day.replaceAll("-", "/")}/${time.slice(0, 8).replace(":", "").replace(":", "-")}`;
}
