import type { FastifyInstance, FastifyRequest } from 'fastify';
import multipart from '@fastify/multipart';
import { NO_FORM, type Form, type FormFile } from './desk.ts';

/** bytes of a form without files, and of one file */
const MOST_FIELD_BYTES = 1_000_000;
const MOST_FILE_BYTES = 8_000_000;
const MOST_FIELDS = 3_000;
const MOST_FILES = 4;

/** Takes forms as browsers send them; anything else has no body here. Larger ones are answered with 413. */
export async function takeForms(scope: FastifyInstance): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MOST_FIELD_BYTES },
    (_request, body, done) => done(null, body),
  );
  await scope.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: MOST_FILE_BYTES, fields: MOST_FIELDS, files: MOST_FILES, fieldSize: MOST_FIELD_BYTES },
  });
}

export async function readForm(request: FastifyRequest): Promise<Form> {
  if (request.isMultipart()) return readParts(request);
  return typeof request.body === 'string' ? readFields(request.body) : NO_FORM;
}

function readFields(body: string): Form {
  const fields = emptyRecord<string[]>();
  for (const [name, value] of new URLSearchParams(body)) (fields[name] ??= []).push(value);
  return { fields, files: {} };
}

async function readParts(request: FastifyRequest): Promise<Form> {
  const fields = emptyRecord<string[]>();
  const files = emptyRecord<FormFile>();
  for await (const part of request.parts()) {
    if (part.type === 'file') files[part.fieldname] = { name: part.filename, bytes: await part.toBuffer() };
    else (fields[part.fieldname] ??= []).push(String(part.value));
  }
  return { fields, files };
}

/** Names of fields come from outside: none of them may meet what objects inherit. */
function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
