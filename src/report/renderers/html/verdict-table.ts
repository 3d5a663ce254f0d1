import type { Dimension, Verdict } from "../../../model/finding.ts";
import { markup, type Markup } from "../../html/markup.ts";
import { shareBar } from "../../html/share-bar.ts";
import { formatRatio } from "../../text/format.ts";

const NAMES: Readonly<Record<Dimension["name"], string>> = {
  route: "route",
  status: "status",
  responseType: "response type",
  apiKey: "API key",
  client: "client",
  clientBlock: "block of addresses",
  userAgent: "user agent",
  integration: "integration",
  deployment: "deployment",
  release: "release",
  region: "Region",
};

/** What the verdict rests on, and where what was added concentrates; nothing in reports of older versions. */
export function verdictTable(verdict: Verdict | undefined): readonly Markup[] {
  if (verdict === undefined) return [];
  const { side, signature, signals, confidence, dimensions } = verdict;
  const said = [
    ...(signature === null ? [] : [`looks like ${signature}`]),
    `from ${signals.join(", ")}`,
    ...(side === "unknown" ? [] : [`right in ${formatRatio(confidence)} of such cases`]),
  ];
  return [markup`<p class="soft">${said.join(" · ")}</p>`, ...concentration(dimensions)];
}

function concentration(dimensions: readonly Dimension[]): readonly Markup[] {
  if (dimensions.length === 0) return [];
  const rows = dimensions.map(
    ({ name, value, share, now, before }) =>
      markup`<tr><td>${NAMES[name]} <b>${value}</b></td><td class="number">${formatRatio(share)}<span class="part-bar">${shareBar(share, share, "server")}</span></td><td class="number">${formatRatio(now)}</td><td class="number">${formatRatio(before)}</td></tr>`,
  );
  return [
    markup`<div class="scroll" tabindex="0" role="region" aria-label="Where it concentrates"><table><thead><tr><th scope="col">Where it concentrates</th><th scope="col" class="number">of what was added</th><th scope="col" class="number">of all now</th><th scope="col" class="number">of all before</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  ];
}
