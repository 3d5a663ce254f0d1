variable "name" {
  description = "Name of the function, and what the names of all else begin with."
  type        = string
  default     = "gatewatch"
}

variable "package" {
  description = "The function's zip file: dist/lambda.zip of the gatewatch package."
  type        = string
}

variable "schedule" {
  description = "When it looks, as EventBridge Scheduler writes it."
  type        = string
  default     = "rate(5 minutes)"
}

variable "schedule_time_zone" {
  description = "The clock of a cron schedule, an IANA name."
  type        = string
  default     = "UTC"
}

variable "api" {
  description = "Glob over API names and ids to watch. Empty is all."
  type        = string
  default     = ""
}

variable "stage" {
  description = "Glob over stages to watch. Empty is all."
  type        = string
  default     = ""
}

variable "regions" {
  description = "Regions to watch. Empty is the provider's own."
  type        = list(string)
  default     = []
}

variable "role_arns" {
  description = "Roles of further accounts to watch; each trusts the agent's role."
  type        = list(string)
  default     = []
}

variable "external_id" {
  description = "What these roles ask for as sts:ExternalId."
  type        = string
  default     = ""
  sensitive   = true
}

variable "max_cost_usd" {
  description = "A run stops before it would spend more than this. Empty is no limit."
  type        = string
  default     = ""
}

variable "topic_arn" {
  description = "SNS topic for news. Empty is none."
  type        = string
  default     = ""
}

variable "event_bus_name" {
  description = "EventBridge bus of this account for news, such as default. Empty is none."
  type        = string
  default     = ""
}

variable "slack_url" {
  description = "Incoming webhook of Slack for news. Empty is none."
  type        = string
  default     = ""
  sensitive   = true
}

variable "webhook_url" {
  description = "Address that news is posted to. Empty is none."
  type        = string
  default     = ""
  sensitive   = true
}

variable "signing_key" {
  description = "Key of the signature of what is posted to webhook_url. Empty is no signature."
  type        = string
  default     = ""
  sensitive   = true
}

variable "metrics_namespace" {
  description = "CloudWatch namespace for metrics of runs and findings, which are paid as custom metrics. Empty is none."
  type        = string
  default     = ""
}

variable "alarm_topic_arn" {
  description = "SNS topic that is told when the agent itself fails or is silent. Empty is none."
  type        = string
  default     = ""
}

variable "silence_seconds" {
  description = "Without a good run in so long, the agent counts as silent. Longer than the schedule's pause."
  type        = number
  default     = 1800
}

variable "retention_days" {
  description = "Days for which reports and the agent's own log are kept."
  type        = number
  default     = 90
}

variable "memory_size" {
  description = "Memory of the function, MB."
  type        = number
  default     = 1024
}

variable "runtime" {
  description = "nodejs22.x, or nodejs24.x, which the provider knows from version 6.21 on."
  type        = string
  default     = "nodejs22.x"
}

variable "kms_key_arn" {
  description = "KMS key of yours for the function's environment; without a right to it nobody sees the secrets there. Empty is Lambda's own."
  type        = string
  default     = ""
}
