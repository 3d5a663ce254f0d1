import type uPlot from "uplot";

import { readPageData, type ChartData, type TargetData } from "./page-data.ts";
import { onColours } from "./palette.ts";
import { drawPlot, PLOT_HEIGHT } from "./plot.ts";
import { SharedRange } from "./range.ts";
import { saidAt, Tooltip } from "./tooltip.ts";

interface Drawn {
  readonly place: HTMLElement;
  readonly plot: uPlot;
  readonly chart: ChartData;
  readonly target: TargetData;
}

/** All charts of the page: each is drawn when it comes near the screen, and all show the same stretch of time. */
export function startCharts(): void {
  const data = readPageData();
  const range = new SharedRange(data.startMs, data.endMs);
  const tooltip = new Tooltip();
  const live = document.querySelector("#live");
  const drawn = new Map<HTMLElement, Drawn>();
  const places = [...document.querySelectorAll<HTMLElement>(".plot")];
  /** The chart that the pointer or the focus is on; the cursors of the others only follow. */
  let active: HTMLElement | null = null;

  const say = (one: Drawn): readonly string[] => {
    const step = one.plot.cursor.idx;
    return typeof step === "number" ? saidAt(one.chart, one.target, one.plot.data, step) : [];
  };
  const onCursor = (place: HTMLElement) => (plot: uPlot) => {
    const one = drawn.get(place);
    if (active !== place || !one) return;
    const lines = say(one);
    const { left = -1, top = -1 } = plot.cursor;
    if (lines.length === 0 || left < 0) return tooltip.hide();
    const box = plot.over.getBoundingClientRect();
    tooltip.show(lines, box.left + left, box.top + Math.max(0, top));
  };
  const draw = (place: HTMLElement): void => {
    const target = data.targets[Number(place.dataset["target"])];
    const chart = target?.charts[Number(place.dataset["chart"])];
    if (!target || !chart || drawn.has(place) || place.clientWidth === 0) return;
    const plot = drawPlot(place, chart, target, range, onCursor(place));
    const one = { place, plot, chart, target };
    drawn.set(place, one);
    plot.over.addEventListener("pointerenter", () => (active = place));
    plot.over.addEventListener("pointerleave", () => {
      if (document.activeElement !== place) active = null;
      tooltip.hide();
    });
    place.addEventListener("focus", () => (active = place));
    place.addEventListener("blur", () => {
      active = null;
      tooltip.hide();
    });
    place.addEventListener("keydown", (event) => onKey(event, one));
    new ResizeObserver(() => {
      if (place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: PLOT_HEIGHT });
    }).observe(place);
  };

  const moveTo = (one: Drawn, step: number): void => {
    const times = one.plot.data[0];
    const seconds = times[Math.max(0, Math.min(times.length - 1, step))];
    if (seconds === undefined) return;
    active = one.place;
    const { min, max } = range.now;
    // What is moved to has to be in sight.
    if (seconds < min || seconds > max)
      range.set({ min: seconds - (max - min) / 2, max: seconds + (max - min) / 2 });
    const top = PLOT_HEIGHT / 3;
    for (const { plot } of drawn.values())
      if (plot !== one.plot) plot.setCursor({ left: plot.valToPos(seconds, "x"), top }, false);
    one.plot.setCursor({ left: one.plot.valToPos(seconds, "x"), top });
    if (live) live.textContent = say(one).join(", ");
  };
  const zoom = (one: Drawn, factor: number): void => {
    const { min, max } = range.now;
    const at = one.plot.data[0][one.plot.cursor.idx ?? -1] ?? (min + max) / 2;
    const length = (max - min) * factor;
    range.set({
      min: at - ((at - min) / (max - min)) * length,
      max: at + ((max - at) / (max - min)) * length,
    });
  };
  const onKey = (event: KeyboardEvent, one: Drawn): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const times = one.plot.data[0];
    const first = times.findIndex((seconds) => seconds >= range.now.min);
    const step = one.plot.cursor.idx ?? first;
    const far = event.shiftKey ? 10 : 1;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => moveTo(one, step - far),
      ArrowRight: () => moveTo(one, step + far),
      Home: () => moveTo(one, first),
      End: () =>
        moveTo(
          one,
          times.findLastIndex((seconds) => seconds <= range.now.max),
        ),
      "+": () => zoom(one, 0.5),
      "=": () => zoom(one, 0.5),
      "-": () => zoom(one, 2),
      Escape: () => {
        tooltip.hide();
        range.reset();
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  range.onChange(({ min, max }) => {
    tooltip.hide();
    for (const { plot } of drawn.values()) plot.setScale("x", { min, max });
  });
  onColours(() => {
    if (document.documentElement.classList.contains("paper")) places.forEach(draw);
    for (const { plot } of drawn.values()) plot.redraw(false, true);
  });
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting && target instanceof HTMLElement) draw(target);
    },
    { rootMargin: "600px" },
  );
  for (const place of places) watch.observe(place);
  addEventListener("scroll", () => tooltip.hide(), { passive: true });
}
