import { judgeDemo } from "../support/judge-demo.ts";

judgeDemo([9_111, 9_112, 9_113, 9_114, 9_115, 9_116, 9_117, 9_118, 9_119, 9_120], "7d");
