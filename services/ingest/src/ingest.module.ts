import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { IngestService, type IngestOptions } from './ingest.service.ts';

class IngestModule {
  readonly name = 'ingest';
}

/** Nest's wiring: the service by a factory, nothing by decorators. */
export function ingestModule(options: IngestOptions): DynamicModule {
  const service = { provide: IngestService, useFactory: () => new IngestService(options) };
  return { module: IngestModule, providers: [service], exports: [IngestService] };
}
