/**
 * Alarms for the APIs of a template, put into that template. The text is never written anew: a run first takes out what an
 * earlier one put in, reads what is left, and inserts a few stretches of text into it. So everything else stays byte for byte, a second
 * run changes nothing, and taking out gives the original back.
 */
import { ToolError } from "../../core/errors.ts";
import { isRecord, recordOf } from "../../core/is-record.ts";
import type { AlarmSpec } from "../../model/alarm-spec.ts";
import type { EmitOptions } from "../../model/emit.ts";
import { createPlaceholders, type Placeholders } from "../../templates/apis/placeholders.ts";
import type { ApiProblem, DeclaredStage } from "../../templates/apis/declared-stage.ts";
import { readTemplateApis } from "../../templates/apis/read-template-apis.ts";
import { applyShortTag } from "../../templates/cloudformation/short-tag.ts";
import { toTemplate, type Template } from "../../templates/cloudformation/template.ts";
import type { SourceDocument } from "../../templates/document/document.ts";
import { parseDocument } from "../../templates/document/parse-document.ts";
import type { SynthSettings } from "../synth/synth-settings.ts";
import { checkInjected } from "./check-injected.ts";
import { applyEdits } from "./edit.ts";
import { refuseDoubles, refuseTooLarge } from "./refusals.ts";
import { SECTIONS, type Section } from "./markers.ts";
import type { Member } from "./member.ts";
import { planMembers } from "./plan-members.ts";
import { STACK } from "./create-room.ts";
import { planSpecs } from "./plan-specs.ts";
import { removeInjected } from "./remove-injected.ts";
import { sectionEdit } from "./section-edit.ts";
import { templateMap } from "./template-map.ts";

export interface InjectQuestion {
  readonly text: string;
  /** As the user names it. */
  readonly file: string;
  /** Names of REST APIs by logical id, where the template does not tell them. */
  readonly names: ReadonlyMap<string, string>;
  /** The settings for the stages that were found; objectives are for targets. */
  readonly settings: (stages: readonly DeclaredStage[]) => SynthSettings;
  readonly emit: EmitOptions;
}

export interface Injected {
  readonly text: string;
  readonly stages: readonly DeclaredStage[];
  /** Texts hold placeholders. */
  readonly alarms: readonly AlarmSpec[];
  readonly usdPerMonth: number;
  /** Alarms that the budget left out. */
  readonly uncovered: number;
  readonly problems: readonly ApiProblem[];
  readonly placeholders: Placeholders;
}

/**
 * Errors: E_BAD_INPUT for a text that is no template, has mistakes of syntax, declares no API, would have more than CloudFormation
 * takes, or cannot be changed without touching the rest.
 */
export function injectAlarms(question: InjectQuestion): Injected {
  const { text: given, file, names, settings, emit } = question;
  const document = parseDocument(given, file, applyShortTag);
  const text = removeInjected(given);
  const template = readTemplate(text === given ? document : parseDocument(text, file, applyShortTag), file);
  const placeholders = createPlaceholders(text + JSON.stringify([...names, emit]));
  const { stages, problems } = readTemplateApis(template, names, placeholders);
  if (stages.length === 0 && problems.length === 0) throw noApis(file);
  const nothing = { text, stages, alarms: [], usdPerMonth: 0, uncovered: 0, problems, placeholders };
  if (stages.length === 0) return nothing;
  const wanted = settings(stages);
  const nameTemplate = wanted.nameTemplate.replaceAll("{stack}", placeholders.of(STACK));
  const prefix = `${placeholders.of(STACK)} `;
  const planned = planSpecs(stages, { ...wanted, nameTemplate }, placeholders, prefix);
  if (planned.alarms.length === 0) return { ...nothing, problems: [...problems, ...planned.problems] };
  const { parameters } = template;
  const members = planMembers(
    planned.alarms,
    stages,
    withTopics(emit, template, placeholders),
    placeholders,
    "Parameters" in recordOf(template.document.value),
  );
  const mine = { ...members, Parameters: members.Parameters.filter(({ id }) => !(id in parameters)) };
  refuseDoubles(mine, template, file);
  const result = insert(text, mine);
  refuseTooLarge(result, mine, template, file);
  checkInjected({ before: template.document.value, after: result, file, members: mine });
  return {
    ...nothing,
    text: result,
    alarms: planned.alarms,
    usdPerMonth: planned.usdPerMonth,
    uncovered: planned.uncovered.reduce((sum, { alarms }) => sum + alarms, 0),
    problems: [...problems, ...planned.problems],
  };
}

/** What was injected taken out. Errors: E_BAD_INPUT as for injectAlarms. */
export function withoutInjected(text: string, file: string): string {
  // For its messages, whose lines are those of the file.
  parseDocument(text, file, applyShortTag);
  return removeInjected(text);
}

function readTemplate(document: SourceDocument, file: string): Template {
  if (!isRecord(recordOf(document.value)["Resources"])) {
    throw new ToolError("E_BAD_INPUT", `${file} is no CloudFormation or SAM template: it has no Resources`, {
      hint: "Name a template. For a Terraform plan or an OpenAPI document see: gatewatch alarms synth --help",
    });
  }
  return toTemplate(document);
}

function insert(text: string, members: Readonly<Record<Section, readonly Member[]>>): string {
  const root = templateMap(text);
  if (root === null) return text;
  return applyEdits(
    text,
    SECTIONS.flatMap((section) => sectionEdit(text, root, section, members[section]) ?? []),
  );
}

/** A topic may be named by the logical id that it has in the template. */
function withTopics(
  emit: EmitOptions,
  { resources, parameters }: Template,
  { of }: Placeholders,
): EmitOptions {
  const meant = (topic: string): string => {
    const isHere = resources.get(topic)?.type === "AWS::SNS::Topic" || Object.hasOwn(parameters, topic);
    return isHere ? of({ Ref: topic }) : topic;
  };
  const topics: Record<string, readonly string[]> = {};
  for (const [name, list] of Object.entries(emit.topics)) topics[name] = list.map(meant);
  return { ...emit, topics };
}

function noApis(file: string): ToolError {
  return new ToolError("E_BAD_INPUT", `${file} declares no API of API Gateway`, {
    hint: "Looked for: AWS::ApiGateway::RestApi, AWS::ApiGatewayV2::Api, AWS::Serverless::Api, HttpApi and WebSocketApi, and events of SAM's functions.",
  });
}
