/** What a promise gives, or `late` where the time runs out before. What goes on behind it then is nobody's any more. */
export async function within<T, L>(promise: Promise<T>, leftMs: number, late: L): Promise<T | L> {
  if (!Number.isFinite(leftMs)) return promise;
  promise.catch(() => undefined);
  if (leftMs <= 0) return late;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<L>((resolve) => {
        timer = setTimeout(() => resolve(late), leftMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
