import { rmSync } from "node:fs";

// A stale file in dist would be published; every build starts empty.
rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
