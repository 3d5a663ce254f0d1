import type { EstateStage } from "../../model/estate.ts";
import { judgeFormat, type FormatVerdict } from "./judge-format.ts";
import type { StageScene } from "../check.ts";
import { notApplicable, unknown, type Judgement } from "../judgement.ts";

/** The verdict on a stage's Format, or why there is none. */
export function formatOf({ api, stage }: StageScene): FormatVerdict | Judgement {
  if (stage.accessLog === undefined) return unknown("the access log's settings");
  if (stage.accessLog === null) return notApplicable("There is no access log, which access-logs tells.");
  const { format } = stage.accessLog;
  return format === undefined ? unknown("the access log's Format") : judgeFormat(format, api.kind);
}

export function formatText({ accessLog }: EstateStage): string {
  return accessLog?.format ?? "";
}
