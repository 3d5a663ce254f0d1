/** A route whose function, in every trace of it, did nothing but pass the request on to one AWS service. */
export interface ForwardingRoute {
  readonly target: string;
  readonly route: string;
  readonly functionName: string;
  /** "DynamoDB" */
  readonly service: string;
  /** "PutItem" */
  readonly operation: string;
  /** Traced requests that it was seen in. */
  readonly requests: number;
  /** Median milliseconds that a request waited for Lambda (service, overhead and code), and not for the service. */
  readonly lambdaMs: number;
}
