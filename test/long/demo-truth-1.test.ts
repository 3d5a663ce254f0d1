import { judgeDemo } from "../support/judge-demo.ts";

judgeDemo([9_101, 9_102, 9_103, 9_104, 9_105, 9_106, 9_107, 9_108, 9_109, 9_110], "7d");
