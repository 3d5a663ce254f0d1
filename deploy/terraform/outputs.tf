output "function_name" {
  description = "Invoke it with {\"since\":\"3h\"} for a report."
  value       = aws_lambda_function.agent.function_name
}

output "function_role_arn" {
  description = "What roles of further accounts have to trust."
  value       = aws_iam_role.function.arn
}

output "bucket_name" {
  description = "Holds state and reports, and takes a configuration as config.yaml."
  value       = aws_s3_bucket.agent.id
}

output "dead_letters_url" {
  description = "Events of runs that were given up."
  value       = aws_sqs_queue.dead_letters.url
}
