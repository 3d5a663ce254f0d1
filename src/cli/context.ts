import type { ExitCode } from "./exit-codes.ts";

/** Where text goes. `write` never throws; what cannot be written any more (a closed pipe) is dropped. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Columns of the terminal as it is now; undefined where there is none. */
  readonly columns: number | undefined;
  /** As {@link columns}, the other way. */
  readonly rows?: number | undefined;
}

/**
 * All that a command may know of the outside. bin.ts fills it from the process, a test from literals, so
 * that no command touches the process, the clock or the console.
 */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => number;
  /** IANA name of the reader's time zone. Asked only when needed: the first look takes the runtime milliseconds. */
  readonly timeZone: () => string;
  /** A signal that Ctrl-C aborts. Until a command asks for it, Ctrl-C ends the process as usual. */
  readonly interruption: () => AbortSignal;
  /** Asks whoever sits at the terminal for a line; left out where nobody does. Aborted, the answer is "". */
  readonly ask?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
  /** Shows a file in the program that the reader's system has for it; left out where nobody sits at one. */
  readonly open?: ((path: string) => Promise<void>) | undefined;
  /** What the run ends with where nothing is thrown; 0 unless a command says otherwise. */
  readonly setExitCode: (code: ExitCode) => void;
}
