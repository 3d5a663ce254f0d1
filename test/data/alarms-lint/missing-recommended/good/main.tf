resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_cloudwatch_metric_alarm" "web_errors" {
  alarm_name          = "web-errors"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 0.04
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = "w8f4z1t6ub"
    Stage = "$default"
  }
}

resource "aws_cloudwatch_metric_alarm" "web_refused" {
  alarm_name          = "web-refused"
  namespace           = "AWS/ApiGateway"
  metric_name         = "4xx"
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 0.21
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = "w8f4z1t6ub"
    Stage = "$default"
  }
}

resource "aws_cloudwatch_metric_alarm" "web_quiet" {
  alarm_name          = "web-quiet"
  namespace           = "AWS/ApiGateway"
  metric_name         = "Count"
  statistic           = "SampleCount"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 17
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = "w8f4z1t6ub"
    Stage = "$default"
  }
}

resource "aws_cloudwatch_metric_alarm" "web_slow" {
  alarm_name          = "web-slow"
  namespace           = "AWS/ApiGateway"
  metric_name         = "Latency"
  extended_statistic  = "p90"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 2300
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = "w8f4z1t6ub"
    Stage = "$default"
  }
}

resource "aws_cloudwatch_metric_alarm" "web_backend_slow" {
  alarm_name          = "web-backend-slow"
  namespace           = "AWS/ApiGateway"
  metric_name         = "IntegrationLatency"
  extended_statistic  = "p90"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 1700
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = "w8f4z1t6ub"
    Stage = "$default"
  }
}
