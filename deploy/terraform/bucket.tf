# State and reports; a configuration may be put beside them as config.yaml.

resource "aws_s3_bucket" "agent" {
  bucket_prefix = "${var.name}-"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "agent" {
  bucket = aws_s3_bucket.agent.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "agent" {
  bucket = aws_s3_bucket.agent.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "agent" {
  bucket                  = aws_s3_bucket.agent.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "agent" {
  bucket = aws_s3_bucket.agent.id

  rule {
    id     = "reports"
    status = "Enabled"
    filter {
      prefix = "reports/"
    }
    expiration {
      days = var.retention_days
    }
  }

  rule {
    id     = "set-aside"
    status = "Enabled"
    filter {
      prefix = "state/agent.json.gz.broken-"
    }
    expiration {
      days = var.retention_days
    }
  }

  rule {
    id     = "unfinished"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_s3_bucket_policy" "agent" {
  bucket = aws_s3_bucket.agent.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.agent.arn, "${aws_s3_bucket.agent.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
