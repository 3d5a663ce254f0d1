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
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  dimensions = {
    ApiName = aws_api_gateway_rest_api.orders.name
    Stage   = "prod"
  }
}

resource "aws_cloudwatch_metric_alarm" "orders_ratio" {
  alarm_name          = "orders-ratio"
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 3
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  metric_query {
    id          = "e"
    return_data = false

    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "5XXError"
      period      = 60
      stat        = "Sum"

      dimensions = {
        ApiName = aws_api_gateway_rest_api.orders.name
        Stage   = "prod"
      }
    }
  }

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
    expression  = "e / c"
    return_data = true
  }
}
