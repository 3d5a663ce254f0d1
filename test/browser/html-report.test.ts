import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { htmlRenderer } from "../../src/report/renderers/html/html.ts";
import { toView } from "../../src/report/view/to-view.ts";
import { runCli } from "../support/cli-run.ts";
import { hostileView } from "../support/hostile-report.ts";
import { aFinding } from "../support/report-fixtures.ts";
import { minuteSnapshot } from "../support/report-snapshot.ts";
import { chromiumPath, launchChromium } from "./launch-chromium.ts";
import { drawAll, inkOf, openWatched } from "./watched-page.ts";

const PATH = chromiumPath();
const OPTIONS = { colour: false, width: 80, timeZone: "UTC", verbose: false };
const reason = PATH === null ? " (skipped: no Chromium on the PATH, and CHROMIUM_PATH is not set)" : "";

describe.skipIf(PATH === null)(`the HTML report in a browser${reason}`, () => {
  let folder = "";
  let browser: Browser;
  let demo = "";

  const fileOf = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gatewatch-browser-"));
    browser = await launchChromium(PATH ?? "");
    demo = join(folder, "demo.html");
    const flags = [
      "--demo",
      "--api",
      "orders",
      "--since",
      "2h",
      "--baseline",
      "2d",
      "--logs",
      "off",
      "--format",
      "html",
      "--out",
      demo,
    ];
    const { code } = await runCli(["report", ...flags, "--quiet"]);
    expect(code).toBe(0);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    // Screenshots stay where somebody wants to look at them.
    if (process.env["GATEWATCH_SCREENSHOTS"] === undefined)
      await rm(folder, { recursive: true, force: true });
  });

  const shots = (): string => process.env["GATEWATCH_SCREENSHOTS"] ?? folder;

  it("draws its charts, asks nobody for anything and complains of nothing", async () => {
    const { page, troubles } = await openWatched(browser, demo);
    expect(await drawAll(page)).toBeGreaterThanOrEqual(5);
    const ink = await inkOf(page);
    expect(ink.length).toBeGreaterThanOrEqual(5);
    for (const share of ink) expect(share).toBeGreaterThan(0.02);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("shows values where the pointer is, and a range chosen on one chart on all", async () => {
    const { page, troubles } = await openWatched(browser, demo);
    await drawAll(page);
    const plots = page.locator(".plot");
    await plots.nth(1).scrollIntoViewIfNeeded();
    const box = await plots.nth(1).boundingBox();
    if (!box) throw new Error("the chart has no place");
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    const tooltip = page.locator(".tooltip");
    await tooltip.waitFor({ state: "visible" });
    expect(await tooltip.innerText()).toMatch(/^\d\d:\d\d UTC\n5XX: [\d.]+ %\n4XX: [\d.]+ %/);

    const before = await inkOf(page);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.locator("#range").waitFor({ state: "visible" });
    expect(await page.locator("#range-text").innerText()).toMatch(
      /^Charts show \d\d:\d\d UTC to \d\d:\d\d UTC$/,
    );
    const after = await inkOf(page);
    expect(after).toHaveLength(before.length);
    after.forEach((share, at) => expect(share).not.toBe(before[at]));
    await page.getByRole("button", { name: "Show everything" }).click();
    await page.locator("#range").waitFor({ state: "hidden" });
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("can be read and zoomed with the keyboard alone", async () => {
    const { page, troubles } = await openWatched(browser, demo);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the findings");
    await drawAll(page);
    const live = page.locator("#live");
    // From wherever the focus is to the first chart, as somebody without a pointer gets there.
    const isOnChart = async (): Promise<boolean> =>
      page.evaluate(() => document.activeElement?.classList.contains("plot") === true);
    for (let presses = 0; presses < 60 && !(await isOnChart()); presses += 1)
      await page.keyboard.press("Tab");
    expect(await isOnChart()).toBe(true);
    await page.keyboard.press("Home");
    const first = await live.textContent();
    expect(first).toMatch(/^\d\d:\d\d UTC, requests: /);
    await page.keyboard.press("ArrowRight");
    const second = await live.textContent();
    expect(second).not.toBe(first);
    await page.keyboard.press("ArrowLeft");
    expect(await live.textContent()).toBe(first);
    await page.keyboard.press("End");
    expect(await live.textContent()).not.toBe(first);
    await page.keyboard.press("+");
    expect(await page.locator("#range").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.locator("#range").isVisible()).toBe(false);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("sorts routes and the overview, and opens what a link leads to", async () => {
    const path = await fileOf(
      "many.html",
      htmlRenderer.render(
        toView(minuteSnapshot(4, 30), [aFinding({ target: "rest:api-2/prod" })], "0.1.0"),
        OPTIONS,
      ),
    );
    const { page, troubles } = await openWatched(browser, path);
    const names = async (): Promise<string[]> => page.locator("#overview-table td.name").allInnerTexts();
    const shown = await names();
    const head = page.locator("#overview-table th").filter({ hasText: "Target" });
    await head.getByRole("button").click();
    expect(await names()).toEqual([...shown].sort());
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await head.getByRole("button").click();
    expect(await names()).toEqual([...shown].sort().reverse());
    const folded = page.locator("details.target:not([open])").first();
    const id = await folded.getAttribute("id");
    await page.locator(`#overview-table a[href="#${id}"]`).click();
    await page.locator(`#${id}[open]`).waitFor();
    await page.locator(`#${id} canvas`).first().waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("can be read in the light, in the dark, on a telephone and on paper, also by those who read with help", async () => {
    const { page, troubles } = await openWatched(browser, demo);
    // As an expression, which the page's policy does not reach as it would a script element.
    await page.evaluate(`${axe.source}; undefined`);
    const serious = async (): Promise<unknown> =>
      page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
        violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => id + ": " + nodes[0].html))`);
    const sizes: number[] = [];
    const shoot = async (name: string): Promise<void> => {
      sizes.push((await page.screenshot({ path: join(shots(), `${name}.png`), fullPage: true })).length);
    };
    await drawAll(page);
    expect(await serious()).toEqual([]);
    await shoot("light");

    await page.emulateMedia({ colorScheme: "dark" });
    expect(await serious()).toEqual([]);
    await shoot("dark");

    await page.setViewportSize({ width: 360, height: 740 });
    // Nothing sticks out of a narrow screen once the charts have followed its size: what is too wide scrolls by itself.
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
    await shoot("narrow");

    await page.setViewportSize({ width: 1_000, height: 900 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.waitForFunction(() => document.documentElement.classList.contains("paper"));
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(paper).toBe("rgb(255, 255, 255)");
    await shoot("print");
    for (const bytes of sizes) expect(bytes).toBeGreaterThan(40_000);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("runs nothing and asks for nothing that somebody put into a name", async () => {
    const path = await fileOf("hostile.html", htmlRenderer.render(hostileView(), OPTIONS));
    const { page, troubles } = await openWatched(browser, path);
    // A chart hears keys once it is drawn, and scrolling that is not over yet would hide what they show.
    await drawAll(page);
    const plot = page.locator(".plot").first();
    await plot.scrollIntoViewIfNeeded();
    await plot.focus();
    await page.evaluate(
      async () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.locator(".tooltip").waitFor({ state: "visible" });
    expect(await page.evaluate(() => Object.hasOwn(globalThis, "hacked"))).toBe(false);
    expect(await page.locator("iframe, img, base, form, object, embed").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    // It is all there, as text.
    expect(await page.locator("#findings").innerText()).toContain("<script>window.hacked=1</script>");
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("has its charts of 20,000 points there within a second", async () => {
    const snapshot = minuteSnapshot(1, 2_500);
    const finding = aFinding({ target: "rest:api-0/prod", route: null });
    const path = await fileOf(
      "points.html",
      htmlRenderer.render(toView(snapshot, [finding], "0.1.0"), OPTIONS),
    );
    const { page, troubles } = await openWatched(browser, path);
    const [points, tookMs] = await page.evaluate(async () => {
      const places = [...document.querySelectorAll(".plot")];
      const beganMs = performance.now();
      // Printing draws whatever was not drawn yet.
      dispatchEvent(new Event("beforeprint"));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const took = performance.now() - beganMs;
      const drawn = document.querySelectorAll(".plot canvas").length;
      return [drawn === places.length ? drawn : 0, took] as const;
    });
    expect(points).toBe(6);
    // 2,500 minutes, ten lines; bench/html-report.mjs measures, this only notices when something is far off.
    expect(tookMs).toBeLessThan(5_000);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
