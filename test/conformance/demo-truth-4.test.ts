import { judgeDemo } from "../support/judge-demo.ts";

judgeDemo([9_116, 9_117, 9_118, 9_119, 9_120], "7d");
