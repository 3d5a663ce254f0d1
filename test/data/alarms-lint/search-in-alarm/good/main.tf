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

resource "aws_cloudwatch_metric_alarm" "orders_errors" {
  alarm_name          = "orders-errors"
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  threshold           = 14
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.page.arn]

  metric_query {
    id          = "a"
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
    id          = "b"
    return_data = false

    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "5xx"
      period      = 60
      stat        = "Sum"

      dimensions = {
        ApiId = aws_apigatewayv2_api.web.id
        Stage = "$default"
      }
    }
  }

  metric_query {
    id          = "r"
    expression  = "SUM([a, b])"
    return_data = true
  }
}
