import type { z } from 'zod';
import { attestationData } from './schema/attestation.ts';
import { caseData } from './schema/case.ts';
import { envelope } from './schema/envelope.ts';
import { intelligenceData } from './schema/intelligence.ts';
import { returnData } from './schema/return.ts';
import { seizureData } from './schema/seizure.ts';
import { withdrawalData } from './schema/withdrawal.ts';
import type { Family } from './types.ts';

/** One event type: where it travels, of which entity it speaks, and its whole shape. */
export interface EventType {
  type: string;
  topic: string;
  family: Family;
  withdrawn: boolean;
  schema: ReturnType<typeof envelope<string, z.ZodType>>;
}

interface Place {
  topic: string;
  family: Family;
}

function recorded(type: string, place: Place, data: z.ZodType): EventType {
  return { type, ...place, withdrawn: false, schema: envelope(type, data) };
}

function withdrawn(type: string, place: Place): EventType {
  return { type, ...place, withdrawn: true, schema: envelope(type, withdrawalData) };
}

const CASE: Place = { topic: 'duqing.cases', family: 'case' };
const SEIZURE: Place = { topic: 'duqing.seizures', family: 'seizure' };
const INTELLIGENCE: Place = { topic: 'duqing.intelligence', family: 'intelligence' };
const RETURN: Place = { topic: 'duqing.returns', family: 'return' };
const ATTESTATION: Place = { topic: 'duqing.returns', family: 'attestation' };

/** Every type that may arrive: topics, routing, JSON Schemas and AsyncAPI are derived from this list. */
export const EVENT_TYPES: readonly EventType[] = [
  recorded('duqing.case.recorded.v1', CASE, caseData),
  withdrawn('duqing.case.withdrawn.v1', CASE),
  recorded('duqing.seizure.recorded.v1', SEIZURE, seizureData),
  withdrawn('duqing.seizure.withdrawn.v1', SEIZURE),
  recorded('duqing.intelligence.recorded.v1', INTELLIGENCE, intelligenceData),
  withdrawn('duqing.intelligence.withdrawn.v1', INTELLIGENCE),
  recorded('duqing.return.submitted.v1', RETURN, returnData),
  withdrawn('duqing.return.withdrawn.v1', RETURN),
  recorded('duqing.feed.attested.v1', ATTESTATION, attestationData),
];
