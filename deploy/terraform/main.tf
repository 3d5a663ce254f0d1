# Gatewatch watches Amazon API Gateway on a schedule and tells when an incident opens, changes and ends.

data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition     = data.aws_partition.current.partition
  region        = data.aws_region.current.name
  account_id    = data.aws_caller_identity.current.account_id
  alarm_actions = compact([var.alarm_topic_arn])
}

resource "aws_lambda_function" "agent" {
  function_name    = var.name
  description      = "Watches Amazon API Gateway and tells what is news."
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "index.handler"
  runtime          = var.runtime
  architectures    = ["arm64"]
  memory_size      = var.memory_size
  timeout          = 240
  role             = aws_iam_role.function.arn
  kms_key_arn      = var.kms_key_arn == "" ? null : var.kms_key_arn

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.agent.name
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.dead_letters.arn
  }

  environment {
    variables = {
      GATEWATCH_BUCKET            = aws_s3_bucket.agent.id
      GATEWATCH_API               = var.api
      GATEWATCH_STAGE             = var.stage
      GATEWATCH_REGIONS           = join(",", var.regions)
      GATEWATCH_ROLE_ARNS         = join(",", var.role_arns)
      GATEWATCH_EXTERNAL_ID       = var.external_id
      GATEWATCH_MAX_COST_USD      = var.max_cost_usd
      GATEWATCH_TOPIC_ARN         = var.topic_arn
      GATEWATCH_EVENT_BUS         = var.event_bus_name
      GATEWATCH_SLACK_URL         = var.slack_url
      GATEWATCH_WEBHOOK_URL       = var.webhook_url
      GATEWATCH_SIGNING_KEY       = var.signing_key
      GATEWATCH_METRICS_NAMESPACE = var.metrics_namespace
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_function_event_invoke_config" "agent" {
  function_name                = aws_lambda_function.agent.function_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 300
}

resource "aws_cloudwatch_log_group" "agent" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.retention_days
}

resource "aws_iam_role" "function" {
  name_prefix = "${var.name}-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name   = "gatewatch"
  role   = aws_iam_role.function.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

resource "aws_sqs_queue" "dead_letters" {
  name_prefix               = "${var.name}-"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_scheduler_schedule" "timer" {
  name_prefix                  = "${var.name}-"
  description                  = "When Gatewatch looks."
  schedule_expression          = var.schedule
  schedule_expression_timezone = var.schedule_time_zone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.agent.arn
    role_arn = aws_iam_role.timer.arn
    input    = "{\"scheduledTime\":\"<aws.scheduler.scheduled-time>\"}"

    dead_letter_config {
      arn = aws_sqs_queue.dead_letters.arn
    }

    retry_policy {
      maximum_retry_attempts       = 2
      maximum_event_age_in_seconds = 300
    }
  }
}

resource "aws_iam_role" "timer" {
  name_prefix = "${var.name}-timer-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "timer" {
  name = "invoke"
  role = aws_iam_role.timer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Invoke", Effect = "Allow", Action = "lambda:InvokeFunction", Resource = aws_lambda_function.agent.arn },
      { Sid = "DeadLetters", Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.dead_letters.arn }
    ]
  })
}
