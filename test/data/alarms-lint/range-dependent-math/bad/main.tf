resource "aws_api_gateway_rest_api" "orders" {
  name = "orders"
}

resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_cloudwatch_metric_alarm" "orders_surge" {
  alarm_name          = "orders-surge"
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 6
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  metric_query {
    id          = "c"
    return_data = false

    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "Count"
      period      = 60
      stat        = "Sum"

      dimensions = {
        ApiName = aws_api_gateway_rest_api.orders.name
        Stage   = "prod"
      }
    }
  }

  metric_query {
    id          = "r"
    expression  = "c / AVG(c)"
    return_data = true
  }
}
