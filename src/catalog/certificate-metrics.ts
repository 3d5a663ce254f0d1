/**
 * How long a certificate of AWS Certificate Manager has to live, in the certificate's own Region. No longer there once it has expired.
 *
 * Source: AWS CDK API Reference, ICertificate.metricDaysToExpiry (namespace, dimension, minimum a day); AWS Config,
 * acm-certificate-expiration-check (14 days by default).
 */
export const CERTIFICATE_METRIC = Object.freeze({
  namespace: "AWS/CertificateManager",
  metric: "DaysToExpiry",
  dimension: "CertificateArn",
  stat: "Minimum",
});
/** Fewer days than these are told. */
export const CERTIFICATE_WARN_DAYS = 14;
