import { QUOTAS } from "../../catalog/quotas.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { isSomeCallUnknown, someOf } from "../stage-facts.ts";

export const integrationTimeout: Check = {
  id: "integration-timeout",
  control: "REL-04",
  group: "reliability",
  severity: "medium",
  title: "Functions that run on after the client was told 504",
  what: "The timeout of each function that a route calls is not longer than the integration's timeout.",
  why: "The gateway gives up and answers 504 while the function runs on, is paid for and changes data; the client tries again, and it happens twice.",
  fix: "Give the function a timeout just below the integration's; move longer work behind a queue or a state machine.",
  exempt: "APIs that call no function; functions that are invoked asynchronously.",
  references: ['API Gateway Developer Guide, "Quotas" (integration timeout)'],
  feature: "every flavour",
  judges: {
    api: ({ estate, api }) => {
      if (api.routes === undefined) return unknown("what its routes call");
      const called = api.routes.flatMap(({ key, integration }) =>
        integration &&
        (integration.kind === "lambda-proxy" || integration.kind === "lambda") &&
        integration.target
          ? [
              {
                key,
                name: integration.target,
                limitMs: integration.timeoutMs ?? QUOTAS[api.kind].integrationTimeoutMs,
              },
            ]
          : [],
      );
      if (called.length === 0 && isSomeCallUnknown(api.routes))
        return unknown("what some of its routes call");
      if (called.length === 0) return notApplicable("It calls no function whose name is known.");
      if (estate.functions === undefined) return unknown("the timeouts of its functions");
      const { functions } = estate;
      const known = called.flatMap((one) => {
        const timeoutMs = functions[one.name]?.timeoutMs;
        return timeoutMs === undefined ? [] : [{ ...one, timeoutMs }];
      });
      const longer = known.filter(({ timeoutMs, limitMs }) => timeoutMs > limitMs);
      const evidence = longer.map(({ key, name, timeoutMs, limitMs }) => ({
        field: `functions[${name}].Timeout`,
        value: `${timeoutMs / 1_000} s, and ${key} waits for ${limitMs / 1_000} s`,
      }));
      if (longer.length > 0) {
        const names = [...new Set(longer.map(({ name }) => name))];
        return {
          ...fail(`${someOf(names)} may run longer than the gateway waits.`, evidence),
          names: {
            functions: names.map((name) => ({ name, timeoutSeconds: secondsBelow(name, longer) })),
          },
        };
      }
      return known.length < called.length
        ? unknown("the timeouts of some functions")
        : pass("Its functions end before the gateway gives up.");
    },
  },
  remedy: ({ functions }) =>
    remedy(
      functions.map(
        ({ name, timeoutSeconds }) =>
          `aws lambda update-function-configuration --function-name ${shellWord(name)} --timeout ${timeoutSeconds}`,
      ),
      functions.map(({ name, timeoutSeconds }) => [
        "AWS::Lambda::Function",
        { FunctionName: name, Timeout: timeoutSeconds },
      ]),
      functions.map(({ name, timeoutSeconds }) => [
        "aws_lambda_function",
        { function_name: name, timeout: timeoutSeconds },
      ]),
    ),
};

/** The longest whole second that is shorter than each route that calls the function waits; Lambda takes no less than one. */
function secondsBelow(
  name: string,
  routes: readonly { readonly name: string; readonly limitMs: number }[],
): number {
  const limits = routes.filter((route) => route.name === name).map(({ limitMs }) => limitMs);
  return Math.max(1, Math.ceil(Math.min(...limits) / 1_000) - 1);
}
