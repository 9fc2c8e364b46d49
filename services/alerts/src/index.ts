export { foldStates } from './core/fold.ts';
export { ALERTS_TOPIC, AlertsService, type AlertsOptions } from './alerts.service.ts';
