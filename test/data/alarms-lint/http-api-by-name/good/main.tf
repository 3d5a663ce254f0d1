resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_apigatewayv2_api" "web" {
  name          = "web"
  protocol_type = "HTTP"
}

resource "aws_cloudwatch_metric_alarm" "web_bytes" {
  alarm_name          = "web-bytes"
  namespace           = "AWS/ApiGateway"
  metric_name         = "DataProcessed"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 7000000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiId = aws_apigatewayv2_api.web.id
    Stage = "$default"
  }
}
