export { BulletinService, type BulletinOptions, type Issued, type IssueRequest } from './bulletin.service.ts';
export { BulletinRefused } from './core/edition.ts';
export { lastQuarter } from './core/title.ts';
export { verifyBundle } from './verify.ts';
export { issueBulletin, type BulletinRequest } from './issue.ts';
export { bulletinModule } from './bulletin.module.ts';
export { viewsOf } from './core/alert-views.ts';
export { ReleaseService, type ReleaseOptions } from './release.service.ts';
export type { BulletinInput, Outline } from './core/types.ts';
