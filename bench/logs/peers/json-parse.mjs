// JSON.parse on every line, from byte chunks, on as many threads as asked: what one would write first. Answers the full question.
//
//   node json-parse.mjs FILE THREADS
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

import { answer, merge, newAnswer } from "./question.mjs";

const NEWLINE = 10;

function readPart(path, startByte, endByte) {
  const found = newAnswer();
  const file = openSync(path, "r");
  let carried = Buffer.alloc(0);
  let at = startByte;
  let isFirst = startByte > 0;
  const chunk = Buffer.alloc(1 << 20);
  for (;;) {
    const count = readSync(file, chunk, 0, chunk.length, at);
    if (count === 0) break;
    at += count;
    const bytes =
      carried.length > 0 ? Buffer.concat([carried, chunk.subarray(0, count)]) : chunk.subarray(0, count);
    const base = at - bytes.length;
    let from = 0;
    if (isFirst) from = bytes.indexOf(NEWLINE) + 1;
    isFirst = false;
    let end = bytes.indexOf(NEWLINE, from);
    while (end >= 0) {
      if (base + from > endByte) break;
      answer(found, JSON.parse(bytes.toString("latin1", from, end)));
      from = end + 1;
      end = bytes.indexOf(NEWLINE, from);
    }
    if (end >= 0) break;
    carried = Buffer.from(bytes.subarray(from));
  }
  closeSync(file);
  return found;
}

if (isMainThread) {
  const [path, threads = "1"] = process.argv.slice(2);
  const size = statSync(path).size;
  const share = Math.ceil(size / Number(threads));
  const others = Array.from({ length: Number(threads) - 1 }, (_, at) => {
    const part = { path, startByte: (at + 1) * share, endByte: Math.min(size, (at + 2) * share) };
    return new Promise((resolve) =>
      new Worker(new URL(import.meta.url), { workerData: part }).once("message", resolve),
    );
  });
  const own = readPart(path, 0, share);
  const all = [own, ...(await Promise.all(others))].reduce(merge);
  console.log(all.requests, all.routes.size, all.minutes.size);
} else {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread, not a window.
  parentPort.postMessage(readPart(workerData.path, workerData.startByte, workerData.endByte));
}
