// Compiles assembly/ (AssemblyScript) to WebAssembly, and that into a module of src/logs/scanner, so that the package needs
// neither a native addon nor a file beside the code. Run it after every change in assembly/. A test fails where it was
// forgotten: it compares digests, which takes less time than compiling.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import asc from "assemblyscript/asc";

const ROOT = new URL("../", import.meta.url);
const OPTIONS = [
  "-O3",
  "--converge",
  "--noAssert",
  "--enable",
  "simd",
  "--runtime",
  "stub",
  "--use",
  "abort=",
  "--initialMemory",
  "64",
];
const OUTPUT = new URL("src/logs/scanner/scanner-wasm.gen.ts", ROOT);

/** Decorators of functions are AssemblyScript's own; a comment in their place leaves the files readable to every other tool. */
const withDecorators = (text) => text.replace(/^\/\/ @inline$/gm, "@inline");

/** The bytes of the compiled scanner. */
async function compileScanner() {
  const entry = "assembly/index.ts";
  let binary;
  const { error } = await asc.main([entry, ...OPTIONS, "--outFile", "scanner.wasm"], {
    readFile: (name, base) => {
      try {
        const from = base && base !== "." ? new URL(base, ROOT) : ROOT;
        return withDecorators(readFileSync(new URL(name, from), "utf8"));
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary)
    throw new Error(`the scanner does not compile: ${error?.message ?? "no output"}`, { cause: error });
  return Buffer.from(binary);
}

/** A digest of all that the compiled scanner comes from: the sources in order, the options and the compiler's version. */
function sourceDigest() {
  const hash = createHash("sha256");
  const folder = new URL("assembly/", ROOT);
  for (const name of readdirSync(folder).toSorted())
    hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.update(OPTIONS.join(" ")).update(asc.version).digest("hex");
}

/** The text of the generated module. */
export function scannerModule(bytes) {
  return [
    "// Generated from assembly/ by scripts/build-scanner.mjs. Do not edit.",
    `// Sources ${sourceDigest()}`,
    `// Module ${createHash("sha256").update(bytes).digest("hex")}`,
    "",
    "/** The scanner's WebAssembly module, base64. */",
    "export const SCANNER_WASM =",
    `  "${bytes.toString("base64")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const bytes = await compileScanner();
  writeFileSync(OUTPUT, scannerModule(bytes));
  console.log(`${bytes.length} bytes of WebAssembly`);
}
