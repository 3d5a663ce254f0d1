resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_cloudwatch_metric_alarm" "orders_errors" {
  alarm_name          = "orders-errors"
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 14
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  metric_query {
    id          = "r"
    expression  = "SUM(SEARCH('{AWS/ApiGateway,ApiName,Stage} MetricName=\"5XXError\"', 'Sum', 60))"
    return_data = true
    period      = 60
  }
}
