export { dayOf, endOfDay, shanghai, startOfDay } from './zone.ts';
export { addDays, isDay, type Day } from './day.ts';
export { periodOf, parsePeriod, quarterOfDay, quartersOf, yearBefore, type Period, type PeriodKind } from './period.ts';
export { mondayOf, mondayOfWeek, weekOf } from './week.ts';
