/** What `gatewatch config init` writes: valid as it is, everything else commented out. */
export const CONFIG_TEMPLATE = `# gatewatch.config.yaml: what gatewatch looks at, and what it finds worth saying.
# A flag on the command line wins over this file. \`gatewatch config check\` finds mistakes in it.
version: 1

# Regions to read; default: the region of the AWS environment.
# regions: [eu-west-1, us-east-1]

# How far back a report looks, and how much before that tells what is normal.
# since: 3h
# baseline: 14d

# Whose nights and weekends are quiet; and days that are as quiet as a Sunday, "12-25" in every year.
# timeZone: Europe/Berlin
# holidays: ["2026-04-06", "12-25"]

# Look only at APIs and stages with such names. "*" is any text.
# include:
#   api: "orders*"
#   stage: prod

# Stop before a run spends more than this on AWS calls, in USD.
# maxCostUsd: 0.50

# Settings for everything. These are the built-in values.
# defaults:
#   disable: []                  # analyzers to silence: "errors/client-error-spike", "latency/*"
#   severity: {}                 # "errors/client-error-spike": info
#   minErrorRatioRise: 0.002     # 0.002 is a fifth of a percentage point
#   minErrors: 3
#   minLatencyRise: 0.25         # 0.25 is 25 %
#   minLatencyRiseMs: 5
#   minTrafficDrop: 0.5
#   minTrafficRise: 1            # 1 is twice as much as usual
#   minCacheHitRatioDrop: 0.15

# Exceptions, by API, stage and route. Every rule that matches applies: a stage's settings win over its API's,
# a route's over its stage's, and a later rule over an earlier one of the same level.
# apis:
#   - api: "orders*"             # name or id
#     settings:
#       minErrors: 10
#     stages:
#       - stage: "dev*"
#         settings:
#           disable: ["latency/*"]
#         routes:
#           - route: "* /health"
#             settings:
#               disable: ["*"]

# What \`gatewatch alarms lint\` keeps quiet about for a while.
# alarms:
#   lint:
#     snooze:
#       - rule: no-action
#         alarm: "orders-*"        # by name; left out: every alarm
#         until: "2027-01-15"
#         reason: the topic comes with the next release

# What \`gatewatch audit\` keeps quiet about for a while; scores stay the same.
# audit:
#   snooze:
#     - check: web-acl
#       target: "rest:internal*"   # left out: everything
#       until: "2027-01-15"
#       reason: the firewall team has it on its list

# How \`gatewatch agent\` watches, what it keeps to itself, and whom it tells.
# agent:
#   calm: 15m                      # an incident is over after so long without it
#   accounts:
#     - {}                         # its own credentials
#     - roleArn: "arn:aws:iam::123456789012:role/gatewatch"
#       externalId: the-one-agreed
#   snooze:
#     - target: "rest:orders/*"
#       weekly: { days: [sun], from: "22:00", until: "02:00" }
#       reason: the backup slows everything down
#   sinks:
#     - type: stdout
`;
