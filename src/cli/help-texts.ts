/** Where credentials come from, for the help of every command that asks AWS. */
export const CREDENTIALS_HELP = `Credentials and region come from where every AWS tool finds them: AWS_PROFILE,
AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT_URL, the shared configuration files,
SSO, web identity, container and instance roles.
`;
