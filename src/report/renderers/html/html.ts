import { htmlPage } from "../../html/html-page.ts";
import { markup } from "../../html/markup.ts";
import {
  REPORT_SCRIPT,
  REPORT_SCRIPT_HASH,
  REPORT_STYLE,
  REPORT_STYLE_HASH,
} from "../../html/report-assets.gen.ts";
import type { Renderer } from "../renderer.ts";
import { alarmSection } from "./alarm-section.ts";
import { findingList } from "./finding-list.ts";
import { methodSection } from "./method-section.ts";
import { overviewTable } from "./overview-table.ts";
import { createPage } from "./page.ts";
import { pageData } from "./page-data.ts";
import { pageHeader } from "./page-header.ts";
import { readingSection } from "./reading-section.ts";
import { targetSection } from "./target-section.ts";

/** One file that works wherever it is opened: everything is in it, nothing is asked of anybody. */
export const htmlRenderer: Renderer = {
  format: "html",
  summary: "one page for browsers, with charts",
  render(view) {
    const page = createPage(view);
    const { targets } = view.report;
    const body = [
      markup`<a class="skip" href="#findings">Skip to the findings</a>`,
      ...pageHeader(page),
      ...findingList(page),
      ...overviewTable(page),
      ...(targets.length === 0
        ? []
        : [
            markup`<h2 id="targets">Target by target</h2>`,
            markup`<p class="note">Point at a chart to read its values; drag across one to look closer in all of them, double-click to see everything again. With the keyboard: Tab to a chart, arrow keys to move, + and - to zoom, Escape for everything.</p>`,
            markup`<noscript><p class="note">Charts are drawn by a script of this file, which does not run here. All findings and tables are readable without it.</p></noscript>`,
            markup`<div class="range" id="range" hidden><span id="range-text" role="status"></span><button type="button" id="range-all">Show everything</button></div>`,
            ...targets.map((target, index) => targetSection(target, index, page)),
          ]),
      ...alarmSection(page),
      ...readingSection(page),
      methodSection(),
      markup`<div class="live" id="live" role="status" aria-live="polite"></div>`,
    ];
    return htmlPage(page.title, body, {
      style: REPORT_STYLE,
      styleHash: REPORT_STYLE_HASH,
      script: REPORT_SCRIPT,
      scriptHash: REPORT_SCRIPT_HASH,
      data: pageData(page),
    });
  },
};
