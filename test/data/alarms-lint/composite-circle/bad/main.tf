resource "aws_sns_topic" "page" {
  name = "page"
}

resource "aws_cloudwatch_composite_alarm" "orders_bad" {
  alarm_name    = "orders-bad"
  alarm_rule    = "ALARM(orders-worse)"
  alarm_actions = [aws_sns_topic.page.arn]
}

resource "aws_cloudwatch_composite_alarm" "orders_worse" {
  alarm_name    = "orders-worse"
  alarm_rule    = "NOT OK(orders-bad)"
  alarm_actions = [aws_sns_topic.page.arn]
}
