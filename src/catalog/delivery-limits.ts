/**
 * What the channels take that news is sent through.
 *
 * Source: Amazon SNS API reference, Publish (service model of client-sns 3.1169; older pages ask for ASCII subjects);
 * Amazon EventBridge API reference, PutEvents and PutEventsRequestEntry, and its user guide, "Calculating PutEvents event
 * entry size" (the older of two published sizes, which the newer one includes); Slack, "Block Kit" reference (header, section
 * and context blocks, blocks of a message) and "Formatting text for app surfaces"; Amazon CloudWatch User Guide, "Specification:
 * Embedded metric format"; read November 2026.
 */
export const SNS_LIMITS = Object.freeze({
  /** "Less than 100 characters", ASCII. */
  subjectCharacters: 99,
  messageBytes: 262_144,
});

export const EVENT_BRIDGE_LIMITS = Object.freeze({
  entries: 10,
  callBytes: 262_144,
  detailTypeCharacters: 128,
});

export const SLACK_LIMITS = Object.freeze({ blocks: 50, headerCharacters: 150, sectionCharacters: 3_000 });

export const EMF_LIMITS = Object.freeze({ dimensionCharacters: 1_024 });
