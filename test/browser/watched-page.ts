import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export interface WatchedPage {
  readonly page: Page;
  /** What a page should never do: errors, console output, requests beyond its own file, dialogs, new windows. */
  readonly troubles: readonly string[];
}

/** Opens a file as a reader does, and keeps what goes wrong. */
export async function openWatched(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const troubles: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options });
  const page = await context.newPage();
  const own = `file://${path}`;
  page.on("console", (message) => {
    // Of inkOf alone: no page reads its own canvas.
    if (message.text().includes("readback operations")) return;
    troubles.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== own) troubles.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("page", () => troubles.push("another window"));
  await page.goto(own);
  return { page, troubles };
}

/** Brings every chart near the screen once, so that all are drawn; says how many there are. */
export async function drawAll(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const plots = [...document.querySelectorAll("details[open] .plot")];
    for (const plot of plots) {
      plot.scrollIntoView();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
    scrollTo(0, 0);
    return plots.length;
  });
}

/** Of each chart that is drawn, the share of its pixels that are not empty, 0..1. */
export async function inkOf(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>("details[open] .plot canvas")].map((canvas) => {
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let inked = 0;
      for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) inked += 1;
      return inked / (pixels.length / 4);
    }),
  );
}
