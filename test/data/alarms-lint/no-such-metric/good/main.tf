resource "aws_api_gateway_rest_api" "orders" {
  name = "orders"
}

resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_cloudwatch_metric_alarm" "orders_slow" {
  alarm_name          = "orders-slow"
  namespace           = "AWS/ApiGateway"
  metric_name         = "Latency"
  extended_statistic  = "p90"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 1900
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiName  = aws_api_gateway_rest_api.orders.name
    Stage    = "prod"
    Resource = "/orders/{id}"
    Method   = "GET"
  }
}
