import type { Backtest } from "../../../model/backtest.ts";
import { jsonText } from "../../text/json-text.ts";
import { renderJunit } from "../../junit/render-junit.ts";
import { renderSarif } from "../../sarif/render-sarif.ts";
import { backtestJunit } from "./backtest-junit.ts";
import { backtestSarif } from "./backtest-sarif.ts";
import { renderBacktestMarkdown } from "./render-backtest-markdown.ts";
import { renderBacktestTerminal } from "./render-backtest-terminal.ts";

export interface BacktestRenderOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly verbose: boolean;
}

/** By the name that --format takes. */
export const BACKTEST_RENDERERS: Readonly<
  Record<string, (backtest: Backtest, options: BacktestRenderOptions) => string>
> = {
  terminal: renderBacktestTerminal,
  markdown: renderBacktestMarkdown,
  json: jsonText,
  junit: (backtest) => renderJunit(backtestJunit(backtest)),
  sarif: (backtest) => renderSarif(backtestSarif(backtest)),
};
