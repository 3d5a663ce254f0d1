// Draws docs/report.png and docs/report-target.png: the HTML report of the demo account, as a browser shows it.
//
//   npm run build && node scripts/report-picture.mjs
//
// CHROMIUM_PATH names the browser where it is not /usr/bin/chromium.
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

const ROOT = new URL("../", import.meta.url);
const CLI = fileURLToPath(new URL("dist/cli/bin.js", ROOT));
const WIDTH = 1_200;
/** Pixels around what is shown. */
const MARGIN = 4;
/** Pictures of this size are still loaded with a page of text. */
const MOST_BYTES = 300_000;

const folder = await mkdtemp(join(tmpdir(), "gatewatch-picture-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const report = join(folder, "report.html");
  const flags = ["report", "--demo", "--format", "html", "--out", report, "--quiet"];
  await promisify(execFile)(process.execPath, [CLI, ...flags]);
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 1_000 }, colorScheme: "light" });
  await page.goto(`file://${report}`);
  await shoot(page, "docs/report.png", page.locator("header"), page.locator("#overview"));
  const target = page.locator("#target-1");
  await target.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelectorAll("#target-1 canvas").length > 4);
  await shoot(page, "docs/report-target.png", target, target);
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

/** The part of the page from the top of one element to the end of another. */
async function shoot(page, path, first, last) {
  await page.evaluate(() => scrollTo(0, 0));
  const [top, bottom] = [await first.boundingBox(), await last.boundingBox()];
  const y = Math.max(0, top.y - MARGIN);
  const clip = { x: 0, y, width: WIDTH, height: bottom.y + bottom.height + MARGIN - y };
  const file = fileURLToPath(new URL(path, ROOT));
  await page.screenshot({ path: file, clip, fullPage: true });
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw new Error(`${path} has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`${path}: ${size} bytes`);
}
