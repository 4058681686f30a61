const EXIT_USAGE = 64;
const EXIT_STOPPED_TWICE = 130;
const ENDS_MS_MAX = 3_000;

/**
 * Runs a command of the terminal until it ends or a signal stops it. `readOptions` throws a TypeError that says what is wrong with
 * how it was called; `run` resolves with the exit code.
 */
export async function runUntilStopped<Options>(
  readOptions: () => Options | Promise<Options>,
  run: (options: Options, stop: AbortSignal) => Promise<number>,
): Promise<void> {
  const options = await orExit(readOptions);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal ends at once.
      if (stopping.signal.aborted) process.exit(EXIT_STOPPED_TWICE);
      stopping.abort();
    });
  }
  process.exitCode = await run(options, stopping.signal);
  // Whatever a driver leaves behind must not keep the terminal waiting.
  setTimeout(() => process.exit(), ENDS_MS_MAX).unref();
}

async function orExit<Options>(readOptions: () => Options | Promise<Options>): Promise<Options> {
  try {
    return await readOptions();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_USAGE);
  }
}
