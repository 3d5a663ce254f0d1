/**
 * What CloudWatch takes of one dashboard.
 *
 * Source: CloudWatch API Reference, "Dashboard Body Structure and Syntax" (widgets, alarms of a widget, the grid);
 * "CloudWatch service quotas" (metrics); PutDashboard (names).
 */
export const DASHBOARD_LIMITS = Object.freeze({
  widgets: 500,
  metrics: 2_500,
  alarmsOfWidget: 100,
  gridWidth: 24,
  name: /^[A-Za-z0-9_-]{1,255}$/,
});
