// Bundles the scheduled function into dist/lambda (for SAM and the CDK) and dist/lambda.zip (for Terraform). Of the SDK's clients only
// the commands that the sources name are taken, of zod no language but English.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { zipSync } from "fflate";

const ROOT = new URL("../", import.meta.url);
const root = fileURLToPath(ROOT);

/** ESM has no `require`, which older packages in the bundle call for modules of Node. */
const BANNER =
  'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);';

/** Dynamic imports of a client take all of it; a module between that names what is used lets the rest go. */
const onlyCommandsInUse = {
  name: "only-commands-in-use",
  setup(context) {
    context.onResolve({ filter: /^@aws-sdk\/client-/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, namespace: "client" } : undefined,
    );
    context.onLoad({ filter: /.*/, namespace: "client" }, ({ path }) => {
      const names = namesInSources();
      const known = exportsOf(path).filter((name) => names.has(name));
      return { contents: `export { ${known.join(", ")} } from "${path}";`, resolveDir: root };
    });
  },
};

const exported = new Map();

/** What a client exports, by the names of its files: loading all of it would take seconds. */
export function exportsOf(client) {
  const known = exported.get(client) ?? readExports(client);
  exported.set(client, known);
  return known;
}

function readExports(client) {
  const types = `${root}node_modules/${client}/dist-types`;
  const files = readdirSync(types, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?:Client|Command|Paginator)\.d\.ts$/.test(name))
    .map((name) => basename(name, ".d.ts").replace(/^(\w+)Paginator$/, "paginate$1"));
  const errors = readFileSync(`${types}/models/errors.d.ts`, "utf8").matchAll(/export declare class (\w+)/g);
  return [...new Set([...files, ...[...errors].map(([, name]) => name)])];
}

let named;
/** Every name in src. */
function namesInSources() {
  named ??= new Set(
    sourceFiles().flatMap((path) => readFileSync(path, "utf8").match(/\b[A-Za-z]\w+\b/g) ?? []),
  );
  return named;
}

function sourceFiles() {
  return readdirSync(new URL("src", ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${root}src/${name}`);
}

const onlyEnglish = {
  name: "only-english",
  setup(context) {
    context.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/** The files of the bundle by name, and the paths of the sources that are in it. */
export function bundleLambda() {
  bundled ??= bundle();
  return bundled;
}

let bundled;
async function bundle() {
  const { version } = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8"));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: "src/agent/lambda.ts" },
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    splitting: true,
    minify: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    outdir: "dist/lambda",
    outExtension: { ".js": ".mjs" },
    banner: { js: BANNER },
    define: { GATEWATCH_VERSION: JSON.stringify(version) },
    plugins: [onlyCommandsInUse, onlyEnglish],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const sources = new Set(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs)
        .filter(([path, { bytesInOutput }]) => path.startsWith("src/") && bytesInOutput > 0)
        .map(([path]) => path),
    ),
  );
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [basename(path), contents])),
    sources: [...sources].toSorted(),
  };
}

/** The same bytes for the same files: an unchanged function is not deployed anew. */
export function zipFiles(files) {
  const entries = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: "1980-01-01T00:00:00" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files } = await bundleLambda();
  const folder = new URL("dist/lambda/", ROOT);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, contents] of files) writeFileSync(new URL(name, folder), contents);
  const zip = zipFiles(files);
  writeFileSync(new URL("dist/lambda.zip", ROOT), zip);
  console.log(`dist/lambda: ${files.size} files, zipped ${(zip.length / 1_000).toFixed(0)} kB`);
}
