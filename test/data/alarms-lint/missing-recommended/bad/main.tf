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
