import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { ReleaseService, type ReleaseOptions } from './release.service.ts';

class BulletinModule {
  readonly name = 'bulletin';
}

/** Nest's wiring: the service by a factory, nothing by decorators. */
export function bulletinModule(options: ReleaseOptions): DynamicModule {
  const service = { provide: ReleaseService, useFactory: () => new ReleaseService(options) };
  return { module: BulletinModule, providers: [service], exports: [ReleaseService] };
}
