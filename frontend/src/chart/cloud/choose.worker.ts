// The worker's end of chooser.ts.
import type { Answer, Question } from "./chooser";
import { inside, nearest } from "./choose";
import type { Columns } from "./place";

let columns: Columns = {};

const answer = (reply: Answer) => postMessage(reply);

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  if (data.ask === "load") columns = data.columns;
  else if (data.ask === "inside") answer({ id: data.id, futures: inside(columns, data.x, data.y, data.outline) });
  else answer({ id: data.id, future: nearest(columns, data.x, data.y, data.at, data.aspect, data.reach) });
});
