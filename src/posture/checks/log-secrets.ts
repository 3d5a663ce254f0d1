import type { Check } from "../check.ts";
import { fail, pass } from "../judgement.ts";
import { formatRemedy } from "../log-format/format-remedy.ts";
import { formatOf } from "../log-format/log-format-of.ts";
import { someOf, stageField } from "../stage-facts.ts";

export const logSecrets: Check = {
  id: "log-secrets",
  control: "OBS-05",
  group: "observability",
  severity: "medium",
  title: "An access log that writes secrets down",
  what: "The Format holds no API key ($context.identity.apiKey), no claims of a token and no client certificate.",
  why: "Whoever may read logs could use the key; claims are mostly personal data, and logs are kept longer and seen by more people than either was meant for.",
  fix: "Log $context.identity.apiKeyId and $context.authorizer.principalId in their place.",
  exempt: "Where there is no access log: access-logs tells that.",
  references: ["Well-Architected Serverless Applications Lens, data-protection"],
  feature: "access logs",
  judges: {
    stage: (scene) => {
      const format = formatOf(scene);
      if ("verdict" in format) return format;
      const field = stageField(scene, "accessLogSettings.format");
      const found = format.secrets.map((name) => `$context.${name}`);
      return found.length === 0
        ? pass("It holds no secret.")
        : fail(
            `It logs ${someOf(found)}.`,
            found.map((value) => ({ field, value })),
          );
    },
  },
  remedy: formatRemedy,
};
