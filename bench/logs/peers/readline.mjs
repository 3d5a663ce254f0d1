// readline and JSON.parse: the example of Node's own documentation. Answers the full question.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { answer, newAnswer } from "./question.mjs";

const found = newAnswer();
for await (const line of createInterface({ input: createReadStream(process.argv[2]) }))
  answer(found, JSON.parse(line));
console.log(found.requests, found.routes.size, found.minutes.size);
