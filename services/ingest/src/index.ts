export { CHANGED_TOPIC, DEAD_LETTER_TOPIC, IngestService, INPUT_TOPICS } from './ingest.service.ts';
