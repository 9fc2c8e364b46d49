import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { IndicatorsService, type IndicatorsOptions } from './indicators.service.ts';

class IndicatorsModule {
  readonly name = 'indicators';
}

/** Nest's wiring: the service by a factory, nothing by decorators. */
export function indicatorsModule(options: IndicatorsOptions): DynamicModule {
  const service = { provide: IndicatorsService, useFactory: () => new IndicatorsService(options) };
  return { module: IndicatorsModule, providers: [service], exports: [IndicatorsService] };
}
