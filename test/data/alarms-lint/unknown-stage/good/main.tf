resource "aws_api_gateway_rest_api" "orders" {
  name = "orders"
}

resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_cloudwatch_metric_alarm" "orders_errors" {
  alarm_name          = "orders-errors"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 0.04
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiName = aws_api_gateway_rest_api.orders.name
    Stage   = "prod"
  }
}
