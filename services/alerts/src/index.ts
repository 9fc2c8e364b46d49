export { ALERT_KINDS } from './core/types.ts';
export { ALERTS_TOPIC, AlertsService, type AlertsOptions } from './alerts.service.ts';
export { standingAt } from './standing-at.ts';
export { alertsFound } from './would-be.ts';
export { tryWays, type TriedWay } from './try-ways.ts';
export { kindName } from './core/kinds/names.ts';
