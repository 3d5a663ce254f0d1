import { consoleObjectUrl } from "../../catalog/console-urls.ts";
import type { ReportArchive } from "../report-archive.ts";
import { deliveryError } from "./delivery-error.ts";
import type { SinkContext } from "./sink-context.ts";

export interface S3ArchiveOptions {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
}

const DEFAULT_PREFIX = "reports/";
/** Formats that are kept, by what browsers call them; the first that exists is what the link opens. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
};
const RENDER_OPTIONS = { colour: false, width: 80, timeZone: "UTC", verbose: true };

/**
 * Keeps a report as JSON and, where there is such a renderer, as HTML: under the time of its run. The link leads to the object in
 * the AWS console, so whoever follows it needs a right of their own to read it.
 */
export function s3Archive(
  { bucket, prefix = DEFAULT_PREFIX, region }: S3ArchiveOptions,
  context: SinkContext,
): ReportArchive {
  const name = `s3:${bucket}/${prefix}`;
  return {
    name,
    put: async (view, runAtMs) => {
      const { PutObjectCommand } = await import("@aws-sdk/client-s3");
      // Pages are heavy, and most runs have no news to keep one for.
      const { RENDERERS } = await import("../../report/renderers/registry.ts");
      const client = await context.clients(region).s3();
      const base = `${prefix}${keyOfTime(runAtMs)}`;
      const kept = Object.keys(CONTENT_TYPES).flatMap(
        (format) => RENDERERS.find((one) => one.format === format) ?? [],
      );
      for (const renderer of kept) {
        const { format } = renderer;
        const command = new PutObjectCommand({
          Bucket: bucket,
          Key: `${base}.${format}`,
          Body: renderer.render(view, RENDER_OPTIONS),
          ContentType: CONTENT_TYPES[format],
        });
        try {
          await client.send(command);
        } catch (error) {
          throw deliveryError(error, "s3:PutObject", name, region);
        }
      }
      const [first] = kept;
      if (!first) return null;
      return consoleObjectUrl(region ?? (await client.config.region()), bucket, `${base}.${first.format}`);
    },
  };
}

/** "2026/11/20/1505-00": a folder a day, in the order of time. */
function keyOfTime(timeMs: number): string {
  const [day = "", time = ""] = new Date(timeMs).toISOString().split("T");
  return `${day.replaceAll("-", "/")}/${time.slice(0, 8).replace(":", "").replace(":", "-")}`;
}
