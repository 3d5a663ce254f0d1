/** Why a call to AWS failed, as far as the next step differs. */
export type AwsErrorCode =
  | "ACCESS_DENIED"
  | "THROTTLED"
  | "EXPIRED_TOKEN"
  | "NO_CREDENTIALS"
  | "INVALID_CREDENTIALS"
  | "ROLE_REFUSED"
  | "WRONG_REGION"
  | "UNREACHABLE"
  | "TIMEOUT"
  | "SERVER_ERROR"
  | "NOT_FOUND"
  | "INVALID_REQUEST"
  | "BAD_RESPONSE"
  | "UNKNOWN";

/** Of our own: the denial of sts:AssumeRole, which reaches callers in place of whatever they asked for. */
export const ROLE_REFUSED_NAME = "RoleRefused";

/** By the name of the error, as the services and the SDK spell it in old and new protocols. */
export const CODE_BY_NAME: ReadonlyMap<string, AwsErrorCode> = new Map(
  Object.entries<AwsErrorCode>({
    AccessDenied: "ACCESS_DENIED",
    AccessDeniedException: "ACCESS_DENIED",
    AuthorizationErrorException: "ACCESS_DENIED",
    ForbiddenException: "ACCESS_DENIED",
    NotAuthorized: "ACCESS_DENIED",
    OptInRequired: "ACCESS_DENIED",
    SubscriptionRequiredException: "ACCESS_DENIED",
    UnauthorizedException: "ACCESS_DENIED",
    UnauthorizedOperation: "ACCESS_DENIED",
    LimitExceededException: "THROTTLED",
    RequestLimitExceeded: "THROTTLED",
    RequestThrottled: "THROTTLED",
    SlowDown: "THROTTLED",
    ThrottledException: "THROTTLED",
    Throttling: "THROTTLED",
    ThrottlingException: "THROTTLED",
    TooManyRequestsException: "THROTTLED",
    ExpiredToken: "EXPIRED_TOKEN",
    ExpiredTokenException: "EXPIRED_TOKEN",
    RequestExpired: "EXPIRED_TOKEN",
    TokenRefreshRequired: "EXPIRED_TOKEN",
    CredentialsProviderError: "NO_CREDENTIALS",
    ProviderError: "NO_CREDENTIALS",
    TokenProviderError: "NO_CREDENTIALS",
    AuthFailure: "INVALID_CREDENTIALS",
    IncompleteSignature: "INVALID_CREDENTIALS",
    IncompleteSignatureException: "INVALID_CREDENTIALS",
    InvalidAccessKeyId: "INVALID_CREDENTIALS",
    InvalidClientTokenId: "INVALID_CREDENTIALS",
    InvalidSignatureException: "INVALID_CREDENTIALS",
    MissingAuthenticationToken: "INVALID_CREDENTIALS",
    MissingAuthenticationTokenException: "INVALID_CREDENTIALS",
    RequestTimeTooSkewed: "INVALID_CREDENTIALS",
    SignatureDoesNotMatch: "INVALID_CREDENTIALS",
    UnrecognizedClientException: "INVALID_CREDENTIALS",
    [ROLE_REFUSED_NAME]: "ROLE_REFUSED",
    AbortError: "TIMEOUT",
    RequestTimeout: "TIMEOUT",
    RequestTimeoutException: "TIMEOUT",
    TimeoutError: "TIMEOUT",
    InternalFailure: "SERVER_ERROR",
    InternalServerError: "SERVER_ERROR",
    InternalServiceFault: "SERVER_ERROR",
    ServiceUnavailable: "SERVER_ERROR",
    ServiceUnavailableException: "SERVER_ERROR",
    NotFoundException: "NOT_FOUND",
    ResourceNotFoundException: "NOT_FOUND",
    BadRequestException: "INVALID_REQUEST",
    InvalidParameterCombination: "INVALID_REQUEST",
    InvalidParameterCombinationException: "INVALID_REQUEST",
    InvalidParameterValue: "INVALID_REQUEST",
    InvalidParameterValueException: "INVALID_REQUEST",
    InvalidParameterException: "INVALID_REQUEST",
    MalformedQueryException: "INVALID_REQUEST",
    MissingRequiredParameterException: "INVALID_REQUEST",
    ValidationError: "INVALID_REQUEST",
    ValidationException: "INVALID_REQUEST",
    PagingError: "BAD_RESPONSE",
    SyntaxError: "BAD_RESPONSE",
    TypeError: "BAD_RESPONSE",
  }),
);

/** By the code of a failed system call. */
export const CODE_BY_SYSTEM_ERROR: ReadonlyMap<string, AwsErrorCode> = new Map(
  Object.entries<AwsErrorCode>({
    // A region that does not exist has no host name.
    ENOTFOUND: "WRONG_REGION",
    EAI_AGAIN: "UNREACHABLE",
    ECONNABORTED: "UNREACHABLE",
    ECONNREFUSED: "UNREACHABLE",
    ECONNRESET: "UNREACHABLE",
    EHOSTUNREACH: "UNREACHABLE",
    ENETUNREACH: "UNREACHABLE",
    EPIPE: "UNREACHABLE",
    CERT_HAS_EXPIRED: "UNREACHABLE",
    DEPTH_ZERO_SELF_SIGNED_CERT: "UNREACHABLE",
    SELF_SIGNED_CERT_IN_CHAIN: "UNREACHABLE",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "UNREACHABLE",
    ETIMEDOUT: "TIMEOUT",
    ESOCKETTIMEDOUT: "TIMEOUT",
  }),
);
