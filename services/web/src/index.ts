export { createWebApp, type WebApp } from './app.ts';
export type { Desk } from './desk/desk.ts';
export type { Intake } from './intake/take.ts';
