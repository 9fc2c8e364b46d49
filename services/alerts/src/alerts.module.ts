import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { AlertsService, type AlertsOptions } from './alerts.service.ts';

class AlertsModule {
  readonly name = 'alerts';
}

/** Nest's wiring: the service by a factory, nothing by decorators. */
export function alertsModule(options: AlertsOptions): DynamicModule {
  const service = { provide: AlertsService, useFactory: () => new AlertsService(options) };
  return { module: AlertsModule, providers: [service], exports: [AlertsService] };
}
