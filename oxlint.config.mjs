// What each folder of src may import, and nothing else: the arrows of ARCHITECTURE.md as lint rules.
const ARROWS = {
  core: [],
  model: ["core"],
  catalog: ["core", "model"],
  "metric-math": ["core", "model", "catalog"],
  templates: ["core", "model", "catalog"],
  aws: ["core", "model", "catalog"],
  logs: ["core", "model", "catalog"],
  collectors: ["core", "model", "catalog", "aws", "logs", "templates"],
  analyzers: ["core", "model", "catalog"],
  posture: ["core", "model", "catalog", "templates"],
  simulate: ["core", "model", "catalog"],
  loopback: ["core", "model", "catalog", "simulate", "metric-math", "logs"],
  report: ["core", "model", "catalog"],
  cdk: ["core", "model", "catalog"],
  "alarms/evaluate": ["core", "model", "catalog", "metric-math"],
  "alarms/rules": ["core", "model", "catalog", "simulate", "alarms/evaluate"],
  "alarms/drill": ["core", "model", "catalog", "simulate", "alarms/evaluate"],
  "alarms/emitters": ["core", "model", "catalog"],
};
// These may import everything but what is named.
const EXCEPT = {
  agent: ["cli"],
  alarms: ["cli", "agent", "collectors", "report"],
  "alarms/deploy": ["cli", "agent", "collectors", "report"],
  cli: [],
};
// General before special: the last override that matches a file wins.
const FOLDERS = [...Object.keys(EXCEPT), ...Object.keys(ARROWS)];

const PURE = [
  "core",
  "model",
  "catalog",
  "metric-math",
  "templates",
  "analyzers",
  "posture",
  "simulate",
  "report",
  "alarms/evaluate",
];
const MAY_USE_SDK = ["aws", "collectors", "agent", "alarms/deploy"];
const ANALYZER_FAMILIES = ["errors", "latency", "traffic", "cache", "websocket", "throttling"];

const NO_IO = { regex: "^node:", message: "Pure code does no I/O." };
const NO_SDK = {
  regex: "^@(aws-sdk|smithy)/",
  message: `The AWS SDK is imported in ${MAY_USE_SDK.join(", ")} alone.`,
};
const NO_SCHEMA = { regex: "^zod", message: "core knows no schema." };

function forbidden(folder) {
  const allowed = ARROWS[folder];
  const inside = (other) =>
    other === folder || other.startsWith(`${folder}/`) || folder.startsWith(`${other}/`);
  const banned = allowed
    ? FOLDERS.filter((other) => !inside(other) && !allowed.includes(other))
    : (EXCEPT[folder] ?? []);
  // From inside alarms/ a sibling is "../rules/x.ts", from elsewhere "../alarms/rules/x.ts".
  const names = banned.flatMap((name) =>
    name.includes("/") && folder.startsWith("alarms/") ? [name, name.slice(7)] : [name],
  );
  const patterns = names.length
    ? [
        {
          regex: `^(\\.\\./)+(${names.join("|")})/`,
          message: allowed
            ? `${folder} may import only: ${allowed.join(", ") || "nothing in src"}.`
            : `${folder} never imports this.`,
        },
      ]
    : [];
  if (PURE.includes(folder) || folder.startsWith("alarms/")) patterns.push(NO_IO);
  if (folder === "core") patterns.push(NO_SCHEMA);
  if (!MAY_USE_SDK.includes(folder)) patterns.push(NO_SDK);
  return patterns;
}

function folderRules(folder) {
  const rules = { "no-restricted-imports": ["error", { patterns: forbidden(folder) }] };
  if (PURE.includes(folder)) {
    const message = "Pure code: time and chance are passed in.";
    const globals = ["process", "fetch", "setTimeout", "setInterval", "setImmediate"];
    rules["no-restricted-globals"] = ["error", ...globals.map((name) => ({ name, message }))];
    rules["no-restricted-properties"] = [
      "error",
      { object: "Date", property: "now", message: "Time is snapshot.window.endMs." },
      { object: "Math", property: "random", message: "Randomness is a seeded generator that is passed in." },
    ];
  }
  return { files: [`src/${folder}/**/*.ts`], rules };
}

function analyzerFamilyRules(family) {
  const others = ANALYZER_FAMILIES.filter((other) => other !== family);
  const message = "Analyzers do not import each other; what they share lies in analyzers/shared.";
  const patterns = [
    ...forbidden("analyzers"),
    { regex: `^\\.\\./(${[...others, "registry", "run"].join("|")})`, message },
    { regex: "^\\./", message },
  ];
  return {
    files: [`src/analyzers/${family}/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default {
  plugins: ["typescript", "import", "unicorn", "oxc", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  rules: {
    "import/no-cycle": "error",
    "max-lines": ["error", { max: 300, skipComments: true, skipBlankLines: true }],
    "no-console": "error",
    eqeqeq: "error",
    "no-shadow": "error",
    "no-param-reassign": "error",
    "unicorn/no-process-exit": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/return-await": "error",
    "typescript/only-throw-error": "error",
    "typescript/no-unsafe-assignment": "error",
    "typescript/no-unsafe-argument": "error",
    "typescript/no-unsafe-call": "error",
    "typescript/no-unsafe-member-access": "error",
    "typescript/no-unsafe-return": "error",
    // Sequential awaits are the point wherever a rate is obeyed; in-place sorts are of copies; fast-check's
    // default export is its documented use; side-effect imports register nothing here.
    "no-await-in-loop": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/no-await-expression-member": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/prefer-set-has": "off",
    "import/no-named-as-default-member": "off",
    "oxc/no-map-spread": "off",
    "no-underscore-dangle": "off",
  },
  overrides: [
    ...FOLDERS.map(folderRules),
    ...ANALYZER_FAMILIES.map(analyzerFamilyRules),
    // A construct is made for what it adds to its scope.
    { files: ["src/cdk/**"], rules: { "no-new": "off" } },
    { files: ["src/cli/bin.ts"], rules: { "unicorn/no-process-exit": "off" } },
    {
      files: ["test/**", "bench/**", "scripts/**", "*.config.*"],
      rules: {
        "max-lines": "off",
        "typescript/no-non-null-assertion": "off",
        "typescript/no-unsafe-type-assertion": "off",
        "vitest/no-standalone-expect": "off",
        "vitest/no-conditional-tests": "off",
        "vitest/no-conditional-expect": "off",
        "vitest/require-mock-type-parameters": "off",
      },
    },
    {
      // Plain scripts have no types to be safe about.
      files: ["**/*.mjs"],
      rules: {
        "typescript/no-unsafe-assignment": "off",
        "typescript/no-unsafe-argument": "off",
        "typescript/no-unsafe-call": "off",
        "typescript/no-unsafe-member-access": "off",
        "typescript/no-unsafe-return": "off",
        "no-console": "off",
      },
    },
  ],
  ignorePatterns: ["dist", "assembly", "node_modules", "test/golden"],
};
