resource "aws_api_gateway_rest_api" "orders" {
  name = "orders"
}

resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_apigatewayv2_api" "web" {
  name          = "web"
  protocol_type = "HTTP"
}

resource "aws_cloudwatch_metric_alarm" "orders_slow" {
  alarm_name          = "orders-slow"
  namespace           = "AWS/ApiGateway"
  metric_name         = "IntegrationLatency"
  extended_statistic  = "p90"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 8000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiName = aws_api_gateway_rest_api.orders.name
    Stage   = "prod"
  }
}

resource "aws_cloudwatch_metric_alarm" "web_slow" {
  alarm_name          = "web-slow"
  namespace           = "AWS/ApiGateway"
  metric_name         = "IntegrationLatency"
  extended_statistic  = "p95"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 29500
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = aws_apigatewayv2_api.web.id
    Stage = "$default"
  }
}
